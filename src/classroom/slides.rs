//! The study's figures for the beamer.

use super::kit::Kit;
use crate::report::escape::html;
use crate::report::words::Words;
use crate::report::{File, figures};

/// The figures, one a screen, and each as a file of its own.
pub(super) fn write(kit: &Kit<'_>) -> Vec<File> {
    let f = kit.material.findings;
    let w = Words::of(&kit.options.language);
    let all = [
        figures::rates(f, &w),
        figures::stances(f, &w),
        figures::voices(f, &w),
        figures::near(f, &w),
        figures::coverage(f, &w),
    ];
    let found: Vec<_> = all.into_iter().flatten().collect();
    let slide = |f: &crate::report::block::Figure| {
        format!(
            "<section><figure>{}<figcaption>{}</figcaption></figure></section>\n",
            f.svg,
            html(&crate::report::block::plain(&f.caption))
        )
    };
    let body: String = found.iter().map(slide).collect();
    let lang = html(&kit.options.language);
    let name = html(&format!("{}: {}", kit.texts.slides, kit.material.title));
    let page = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{name}</title>\n<style>\n{SLIDES}</style>\n\
         </head>\n<body>\n<main>\n<h1>{name}</h1>\n{body}</main>\n</body>\n</html>\n"
    );
    let mut out = vec![File { path: "teacher/slides.html".into(), bytes: page.into_bytes() }];
    out.extend(
        found
            .into_iter()
            .map(|f| File { path: format!("teacher/figures/{}.svg", f.id), bytes: f.svg.into_bytes() }),
    );
    out
}

const SLIDES: &str = "body{margin:0;font:20px/1.4 system-ui,sans-serif;color:#1b1f24;background:#fff}\nmain{max-width:76rem;margin:0 auto;padding:0 1.5rem}\n\
h1{font-size:1.6rem}\nsection{min-height:96vh;display:grid;align-items:center;break-after:page}\nfigure{margin:0}\nfigure svg{width:100%;height:auto;max-height:82vh;display:block}\n\
figcaption{font-size:1rem;color:#57606a;max-width:60rem}\n@page{size:A4 landscape;margin:12mm}\n";

use super::super::{FileName, ReadOptions, Reading, read_file};

const BODY: &str = "The ferry stayed in port for the whole night, although the storm had passed.\n\nNobody was hurt, the harbour master said.";

fn text(text: &str) -> Reading {
    read_file(FileName::new("export.txt"), text.as_bytes(), &ReadOptions::default())
}

fn nexis(title: &str, date: &str) -> String {
    format!(
        "{title}\nHarbour News (London)\n{date}\nCopyright 2015 Harbour News Ltd All Rights Reserved\nSection: NEWS; Pg. 4\n\
         Length:\u{a0}24 words\nByline:\u{a0}Anna Keller\nBody\n\n{BODY}\n\nLoad-Date:\u{a0}March 9, 2015\n\nEnd of Document\n\n"
    )
}

#[test]
fn nexis_articles_are_cut_out_with_their_fields() {
    let cover = "User Name: = Anna\nDate and Time: = Monday, March 9, 2015 10:00:00 AM\nJob Number: = 12345\nDocuments (2)\n\
        1. Storm of 7 March 2014 remembered\nClient/Matter: -None-\nSearch Terms: storm\n2. A second one\nClient/Matter: -None-\n";
    let r = text(&format!(
        "{cover}{}{}",
        nexis("Storm of 7 March 2014 remembered", "March 7, 2015 Saturday, Final Edition"),
        nexis("A second one", "7 March 2015")
    ));
    assert_eq!((r.articles.len(), r.failures.len()), (2, 0), "{:?}", r.failures);
    let a = &r.articles[0];
    assert_eq!(a.title.as_deref(), Some("Storm of 7 March 2014 remembered"));
    assert_eq!(
        (a.source.as_deref(), a.author.as_deref()),
        (Some("Harbour News (London)"), Some("Anna Keller"))
    );
    assert_eq!((a.date.unwrap().to_string().as_str(), a.metadata["length"].as_str()), ("2015-03-07", "24"));
    assert_eq!(a.text, BODY);
    assert_eq!(r.notes.list()[0].example, "Nexis Uni: 2 of 2 articles, 2 announced");
}

#[test]
fn what_a_nexis_export_lacks_is_named() {
    let cover = "Date and Time: = x\nJob Number: = 12345\nDocuments (3)\n1. The first of these\nClient/Matter: -None-\n\
        2. The one that never arrived\nClient/Matter: -None-\n3. The one that is cut\nClient/Matter: -None-\n";
    let cut = nexis("The one that is cut", "7 March 2015").replace("End of Document", "");
    let r = text(&format!("{cover}{}{cut}", nexis("The first of these", "7 March 2015")));
    let reasons: Vec<_> = r.failures.iter().map(|e| e.reason().to_owned()).collect();
    assert_eq!(r.articles.len(), 1);
    assert!(reasons[0].contains("“The one that is cut”: the file ends before"), "{reasons:?}");
    assert!(
        reasons[1].contains("announces 3 articles and holds 2; missing: “The one that never arrived”"),
        "{reasons:?}"
    );
    let unknown = nexis("A title", "7 March 2015").replace("Body\n", "");
    let r = text(&unknown);
    assert!(r.failures[0].reason().contains("a layout that is not known"), "{}", r.failures[0]);
    let half = nexis("A title", "7 March 2015").replace("24 words", "900 words");
    assert!(text(&half).failures[0].reason().contains("half an article"));
}

#[test]
fn factiva_articles_are_read_in_both_formats() {
    let article = format!(
        "Storm over the harbour\nBy Anna Keller\n24 words\n7 March 2015\n10:15\nHarbour News\nHARBN\n4\nEnglish\n\
         (c) 2015 Harbour News\n{BODY}\nDocument HARBN00020150307eb370000a\n"
    );
    let indexed = format!(
        "HD\nA second one\nBY\nBy Marco Valli\nWC\n24 words\nPD\n7 March 2015\nSN\nHarbour News\nLA\nEnglish\nLP\n{}\nTD\n{}\n\
         NS\ngstorm : Storms\nAN\nDocument HARBN00020150307eb370000b\n\nSearch Summary\nText\nstorm\nResults Found\n3\n",
        BODY.split("\n\n").next().unwrap(),
        BODY.split("\n\n").nth(1).unwrap()
    );
    let r = text(&format!("{article}{indexed}"));
    assert_eq!(r.articles.len(), 2, "{:?}", r.failures);
    for (a, author) in r.articles.iter().zip(["Anna Keller", "Marco Valli"]) {
        assert_eq!(
            (a.text.as_str(), a.source.as_deref(), a.author.as_deref()),
            (BODY, Some("Harbour News"), Some(author))
        );
        assert_eq!((a.date.unwrap().to_string().as_str(), a.language.as_deref()), ("2015-03-07", Some("en")));
    }
    assert!(r.failures[0].reason().contains("announces 3 articles and holds 2"), "{}", r.failures[0]);
    let r = text(&article.replace("English\n(c) 2015 Harbour News\n", ""));
    assert!(r.failures[0].reason().contains("not known"), "{}", r.failures[0]);
}

#[test]
fn factiva_pages_are_read() {
    let begin = "<p class=\"articleParagraph enarticleParagraph\">";
    let p = format!("{begin}{}</p>", BODY.replace("\n\n", &format!("</p>{begin}")));
    let page = format!(
        "<html><body><div id=\"article-HARBN1\" class=\"article enArticle\"><div id=\"hd\"><span class='enHeadline'>Storm</span></div>\
         <div>24 words</div><div>7 March 2015</div><div>Harbour News</div><div>HARBN</div><div>English</div><div>© 2015 Harbour</div>{p}\
         <p>Document HARBN00020150307eb370000a</p></div></body></html>"
    );
    let r = read_file(FileName::new("factiva.html"), page.as_bytes(), &ReadOptions::default());
    assert_eq!(r.articles.len(), 1, "{:?}", r.failures);
    assert_eq!((r.articles[0].title.as_deref(), r.articles[0].text.as_str()), (Some("Storm"), BODY));
}

#[test]
fn proquest_documents_are_read_and_citations_are_named() {
    let rule = "_".repeat(60);
    let document = |n: usize, full: &str| {
        format!(
            "{rule}\n\nDocument {n} of 3\n\nStorm {n}\n\nAuthor: Anna Keller\n\nPublication info: Harbour News [London] 07 Mar 2015: 4.\n\n\
             {full}\n\nSubject: Storms; Ports\n\nTitle: Storm {n}\n\nPublication title: Harbour News\n\nWord count: 24\n\n\
             ProQuest document ID: 100{n}\n\nDocument URL: https://example.org/{n}\n\nDatabase: News\n\n"
        )
    };
    let full = format!("Full text: {BODY}");
    let r = text(&format!(
        "{}{}{rule}\n\nContact us at: http://www.proquest.com\n\nTerms and Conditions\n",
        document(1, &full),
        document(2, "Abstract: Only this.")
    ));
    assert_eq!((r.articles.len(), r.failures.len()), (1, 2), "{:?}", r.failures);
    let a = &r.articles[0];
    assert_eq!(
        (a.text.as_str(), a.source.as_deref(), a.author.as_deref()),
        (BODY, Some("Harbour News"), Some("Anna Keller"))
    );
    assert_eq!(
        (a.date.unwrap().to_string().as_str(), a.url.as_deref()),
        ("2015-03-07", Some("https://example.org/1"))
    );
    assert!(r.failures[0].reason().contains("“Storm 2”: it has no “Full text”"), "{}", r.failures[0]);
    assert!(r.failures[1].reason().contains("announces 3 articles and holds 2"), "{}", r.failures[1]);
}

#[test]
fn prose_is_no_export() {
    for prose in [
        "End of Document\n",
        "Document 1 of 2\nFull text: is what we want.\n",
        "He wrote 40 words.\nNothing else.\n",
    ] {
        let r = text(prose);
        assert_eq!((r.articles.len(), r.failures.len()), (1, 0), "{prose}");
    }
}

#!/usr/bin/env python3
"""Makes the samples of this folder with the programs that people use. The files are committed; run this to make them anew.

Debian: libreoffice-writer libreoffice-calc pandoc wget zip zstd chromium. PyPI: openpyxl xlsxwriter python-docx pypdf pillow.
The articles are written for this project.
"""
import csv, email.message, email.policy, fcntl, http.server, io, json, os, pathlib, shutil, subprocess, sys, tarfile, tempfile, threading, zipfile

HERE = pathlib.Path(__file__).parent
OUT = HERE / "samples"
BAD = HERE / "rubbish"
EXPORTS = HERE / "exports"

TITLE = "Harbour council votes on the storm gate"
AUTHOR = "Anna Keller"
PARAGRAPHS = [
    "The harbour council voted on Tuesday to close the old storm gate, although the ferry company had warned that its café on the quay would lose half of its guests.",
    "“We cannot wait for another winter,” said the harbour master, Élise Marchetti. The gate was built in 1931 and has been mended eleven times since.",
    "Nobody on the council denied the danger. The opposition asked for a second opinion from the engineers of the neighbouring port, and a final decision is expected in March.",
]
HTML = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE} – Harbour News</title>
<meta property="og:site_name" content="Harbour News"><meta name="author" content="{AUTHOR}">
<meta property="article:published_time" content="2015-03-07T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>{TITLE}</h1>
{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article><footer>© Harbour News</footer></body></html>"""
PLAIN = f"<html><head><meta charset='utf-8'></head><body><h1>{TITLE}</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</body></html>"
BARE = f"# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
MARKDOWN = f"---\ntitle: '{TITLE}'\nauthor: {AUTHOR}\nlang: en\ndate: 2015-03-07\n---\n\n# {TITLE}\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
TEXT = TITLE + "\n\n" + "\n\n".join(PARAGRAPHS) + "\n"


def run(*args, **kw):
    subprocess.run([str(a) for a in args], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **kw)


def office(source, kind, target, filter=None):
    with tempfile.TemporaryDirectory() as d:
        profile = f"-env:UserInstallation=file://{d}/profile"
        run("soffice", profile, "--headless", "--convert-to", f"{kind}:{filter}" if filter else kind, "--outdir", d, source)
        made = next(p for p in pathlib.Path(d).iterdir() if p.suffix == f".{kind}")
        shutil.copy(made, target)


def samples(tmp):
    page = tmp / "page.html"
    page.write_text(PLAIN)
    office(page, "odt", OUT / "libreoffice.odt", "writer8")
    office(OUT / "libreoffice.odt", "docx", OUT / "libreoffice.docx", "MS Word 2007 XML")
    office(OUT / "libreoffice.odt", "rtf", OUT / "libreoffice.rtf", "Rich Text Format")
    office(OUT / "libreoffice.odt", "fodt", OUT / "libreoffice.fodt", "OpenDocument Text Flat XML")
    md, bare = tmp / "page.md", tmp / "bare.md"
    md.write_text(MARKDOWN)
    bare.write_text(BARE)
    for kind in ["docx", "odt", "rtf"]:
        run("pandoc", "-s", bare, "-t", kind, "-o", OUT / f"pandoc.{kind}")
    for kind in ["epub", "tei"]:
        run("pandoc", "-s", md, "-t", kind, "-o", OUT / f"pandoc.{kind}")
    office(OUT / "pandoc.docx", "pdf", OUT / "libreoffice.pdf", "writer_pdf_Export")
    (OUT / "page.html").write_text(HTML)
    (OUT / "latin.txt").write_bytes(TEXT.replace("“", '"').replace("”", '"').replace("\n", "\r\n").encode("latin-1"))
    (OUT / "utf16.txt").write_bytes(TEXT.encode("utf-16"))
    (OUT / "mixed-ends.txt").write_bytes(TEXT.replace("\n\n", "\r\n\n\r", 1).encode())
    chrome = shutil.which("chromium") or shutil.which("google-chrome")
    if chrome:
        page = tmp / "print.html"
        page.write_text(PLAIN)
        run(chrome, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--print-to-pdf={OUT / 'chromium.pdf'}", f"file://{page.resolve()}")
        snapshot(chrome)
    tables(tmp)
    letters()
    archive(tmp)
    packed(tmp)


def serve(folder):
    handler = lambda *a: http.server.SimpleHTTPRequestHandler(*a, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def snapshot(chrome):
    """A page saved as "web page, single file": what the menu of Chromium calls `Page.captureSnapshot`, asked for through its pipe."""
    server, url = serve(OUT)
    (reads, to), (answers, writes) = os.pipe(), os.pipe()
    reads, writes = (fcntl.fcntl(fd, fcntl.F_DUPFD, 20) for fd in (reads, writes))
    pipe = lambda: (os.dup2(reads, 3), os.dup2(writes, 4))
    browser = subprocess.Popen([chrome, "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "about:blank"],
                               preexec_fn=pipe, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    answers, number, held = os.fdopen(answers, "rb", 0), 0, b""

    def ask(method, session=None, until=None, **params):
        nonlocal number, held
        number += 1
        message = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
        os.write(to, json.dumps(message).encode() + b"\0")
        result = None
        while True:
            while b"\0" not in held:
                held += answers.read(1 << 16)
            line, held = held.split(b"\0", 1)
            answer = json.loads(line)
            if answer.get("id") == number:
                result = answer["result"]
            if result is not None and until in (None, answer.get("method")):
                return result

    target = ask("Target.createTarget", url="about:blank")["targetId"]
    session = ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    ask("Page.enable", session)
    ask("Page.navigate", session, until="Page.loadEventFired", url=f"{url}/page.html")
    (OUT / "chromium.mhtml").write_text(ask("Page.captureSnapshot", session, format="mhtml")["data"], newline="")
    browser.terminate()
    server.shutdown()


def tables(tmp):
    import datetime, openpyxl, xlsxwriter
    head = ["Headline", "Outlet", "Published", "Body text"]
    row = [TITLE, "Harbour News", datetime.date(2015, 3, 7), "\n\n".join(PARAGRAPHS)]
    book = openpyxl.Workbook()
    book.active.append(head)
    book.active.append(row)
    book.create_sheet("notes").append(["nothing", "here"])
    book.save(OUT / "openpyxl.xlsx")
    book = xlsxwriter.Workbook(str(OUT / "xlsxwriter.xlsx"))
    sheet = book.add_worksheet()
    for i, name in enumerate(head):
        sheet.write(0, i, name)
    for i, value in enumerate(row):
        sheet.write(1, i, value, book.add_format({"num_format": "dd/mm/yyyy"}) if i == 2 else None)
    book.close()
    with open(tmp / "t.csv", "w", newline="") as f:
        csv.writer(f).writerows([head, [str(v) for v in row]])
    (OUT / "excel-semicolon.csv").write_bytes(
        ("sep=;\r\n" + ";".join(head) + "\r\n" + ";".join(f'"{v}"' for v in row).replace("“", "''").replace("”", "''") + "\r\n").encode("cp1252"))
    try:
        office(tmp / "t.csv", "xlsx", OUT / "libreoffice.xlsx", "Calc MS Excel 2007 XML")
    except StopIteration:
        print("libreoffice.xlsx: not made, LibreOffice Calc is missing", file=sys.stderr)


def letters():
    m = email.message.EmailMessage(policy=email.policy.SMTP)
    m["From"], m["To"] = "Harbour News <news@example.org>", "readers@example.org"
    m["Subject"], m["Date"] = TITLE + " – café", "Sat, 07 Mar 2015 10:00:00 +0000"
    m.set_content("\n\n".join(PARAGRAPHS), charset="utf-8", cte="quoted-printable")
    m.add_alternative(HTML, subtype="html")
    m.add_attachment((OUT / "pandoc.docx").read_bytes(), maintype="application",
                     subtype="vnd.openxmlformats-officedocument.wordprocessingml.document", filename="attached.docx")
    m.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="quay.png")
    (OUT / "python.eml").write_bytes(bytes(m))


def archive(tmp):
    site = tmp / "site"
    site.mkdir()
    (site / "storm.html").write_text(HTML)
    (site / "index.html").write_text("<html><title>Home</title><a href='storm.html'>Storm</a> <a href='missing.html'>Missing</a></html>")
    server, url = serve(site)
    subprocess.run(["wget", "-q", "-r", "-l1", "--warc-file", str(OUT / "wget"), "-P", str(tmp / "down"), f"{url}/index.html"], check=False)
    server.shutdown()
    whole = (OUT / "wget.warc.gz").read_bytes()
    (BAD / "cut.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])


def packed(tmp):
    with zipfile.ZipFile(OUT / "python.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("downloads/articles.csv", "file,source,date\nstorm.txt,Harbour News,2015-03-07\n")
        z.writestr("downloads/storm.txt", TEXT)
        z.writestr("downloads/README.txt", "About these files.")
        z.writestr("__MACOSX/downloads/._storm.txt", "x")
        inner = io.BytesIO()
        with tarfile.open(fileobj=inner, mode="w:gz") as t:
            info = tarfile.TarInfo("città/porto.txt")
            data = TEXT.replace("Tuesday", "Friday").encode()
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
        z.writestr("downloads/more.tar.gz", inner.getvalue())
    (tmp / "caffè.txt").write_text(TEXT)
    with zipfile.ZipFile(OUT / "names.zip", "w") as z:
        class Old(zipfile.ZipInfo):
            def _encodeFilenameFlags(self):
                return self.filename.encode("cp850"), self.flag_bits
        z.writestr(Old("citt\u00e0.txt"), TEXT)
    (tmp / "storm.jsonl").write_text('{"id": "a", "text": "The ferry stayed in port."}\n')
    run("zstd", "-q", "-f", tmp / "storm.jsonl", "-o", OUT / "lines.jsonl.zst")
    run("gzip", "-kfn", tmp / "storm.jsonl")
    shutil.copy(tmp / "storm.jsonl.gz", OUT / "lines.jsonl.gz")


def changes(tmp):
    """A document with tracked changes, by pandoc."""
    md = tmp / "changes.md"
    when = 'author="A" date="2015-03-07T10:00:00Z"'
    md.write_text(f"# {TITLE}\n\nThe gate is [old]{{.deletion {when}}}[ancient]{{.insertion {when}}} and will be closed.\n")
    run("pandoc", md, "-o", OUT / "tracked-changes.docx")


def rubbish(tmp):
    from PIL import Image, ImageDraw
    from pypdf import PdfReader, PdfWriter
    picture = Image.new("1", (600, 400), 1)
    ImageDraw.Draw(picture).text((40, 40), TITLE)
    picture.save(BAD / "scanned.pdf")
    writer = PdfWriter(clone_from=PdfReader(OUT / "libreoffice.pdf"))
    writer.encrypt("secret")
    writer.write(BAD / "locked.pdf")
    (BAD / "cut.pdf").write_bytes((OUT / "libreoffice.pdf").read_bytes()[:3000])
    (BAD / "cut.docx").write_bytes((OUT / "pandoc.docx").read_bytes()[:4000])
    (BAD / "cut.rtf").write_bytes((OUT / "pandoc.rtf").read_bytes()[:600])
    (BAD / "photo.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    (BAD / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    (BAD / "picture.xml").write_text("<?xml version='1.0'?><svg><path d='M0 0'/></svg>")
    (BAD / "broken.xml").write_text("<?xml version='1.0'?><TEI><text><body><p>Not closed.</body></TEI>")
    (BAD / "summaries.rss").write_text("<?xml version='1.0'?><rss><channel><title>H</title><item><title>One</title><description>Short.</description></item></channel></rss>")
    (BAD / "empty.eml").write_text("Subject: nothing\nMIME-Version: 1.0\n\n")
    (BAD / "no-text.csv").write_text("colour,shape\nred,round\n")
    (BAD / "links.html").write_text("<html><body><a href='a'>One</a> <a href='b'>Two</a></body></html>")
    (tmp / "storm.txt").write_text(TEXT)
    run("zip", "-qjX", "-P", "secret", BAD / "locked.zip", tmp / "storm.txt")
    with zipfile.ZipFile(BAD / "outside.zip", "w") as z:
        z.writestr("../../outside.txt", TEXT)
        z.writestr("/absolute.txt", TEXT)
        z.writestr("inside.txt", TEXT)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        z.writestr("zeros.txt", b"0" * (120 << 20))
    (BAD / "bomb.zip").write_bytes(inner.getvalue())
    whole = (OUT / "python.zip").read_bytes()
    (BAD / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with tarfile.open(BAD / "links.tar", "w") as t:
        link = tarfile.TarInfo("loop.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "loop.txt"
        t.addfile(link)
    (BAD / "cut.jsonl.gz").write_bytes((OUT / "lines.jsonl.gz").read_bytes()[:40])
    for name in ["deep"]:
        data = TEXT.encode()
        for depth in range(6):
            b = io.BytesIO()
            with zipfile.ZipFile(b, "w") as z:
                z.writestr("inner.zip" if depth else "a.txt", data)
            data = b.getvalue()
        (BAD / f"{name}.zip").write_bytes(data)


ARTICLES = [
    (TITLE, "March 7, 2015 Saturday", AUTHOR, PARAGRAPHS),
    ("Ferry company sues over the gate of 12 June 1931", "April 2, 2015 Thursday", "Marco Valli",
     ["The ferry company has gone to court.", "Its lawyers say that the council may not close the quay before the summer, because the lease runs until autumn."]),
    ("Short notes from the quay", "May 5, 2015 Tuesday", "", ["A swan has been seen."]),
]


def nexis(tmp):
    import docx
    d = docx.Document()
    d.sections[0].header.paragraphs[0].text = "Page 1 of 3"
    for line in ["User Name: = Anna Keller", "Date and Time: = Monday, June 1, 2015 10:00:00 AM CEST", "Job Number: = 000000001", f"Documents ({len(ARTICLES)})"]:
        d.add_paragraph(line)
    for i, (title, *_) in enumerate(ARTICLES, 1):
        d.add_paragraph(f"{i}. {title}")
        d.add_paragraph("Client/Matter:\u00a0-None-")
        d.add_paragraph("Search Terms:\u00a0storm gate")
        d.add_paragraph("Search Type:\u00a0Terms and Connectors")
    for title, date, author, paragraphs in ARTICLES:
        d.add_page_break()
        words = sum(len(p.split()) for p in paragraphs)
        d.add_heading(title, 1)
        for line in ["Harbour News (London)", date + ", Final Edition", "Copyright 2015 Harbour News Ltd All Rights Reserved", "Section:\u00a0NEWS; Pg. 4", f"Length:\u00a0{words} words"]:
            d.add_paragraph(line)
        if author:
            d.add_paragraph(f"Byline:\u00a0{author}")
        d.add_paragraph("Body")
        for p in paragraphs:
            d.add_paragraph(p)
        d.add_paragraph("Load-Date:\u00a0June 1, 2015")
        d.add_paragraph("End of Document")
    d.save(EXPORTS / "nexis.docx")
    office(EXPORTS / "nexis.docx", "rtf", EXPORTS / "nexis.rtf", "Rich Text Format")


# How the databases name things in other languages, with an article of our own in each: end, words, labels (section, length, byline, load date),
# date, headline, outlet, paragraphs.
ABROAD = {
    "it": dict(cover=["Nome utente", "Data e ora", "Numero processo"], documents="Documenti", body="Corpo", end="Fine del documento",
               labels=["Sezione", "Lunghezza", "Autore", "Data-Caricamento"], words="parole", date="sabato 7 marzo 2015", short="7 marzo 2015",
               title="Il consiglio del porto vota sulla vecchia chiusa", outlet="Eco del Porto (Genova)", author="Marco Valli",
               text=["Il consiglio del porto ha votato martedì la chiusura della vecchia chiusa.", "La compagnia dei traghetti annuncia un ricorso, perché il molo resterebbe vuoto fino all’estate."],
               proquest=["Titolo", "Autore", "Titolo della pubblicazione", "Data di pubblicazione", "Lingua della pubblicazione", "ID documento ProQuest", "URL documento", "Testo completo", "Documento {} di {}"]),
    "de": dict(cover=["Benutzername", "Datum und Uhrzeit", "Jobnummer"], documents="Dokumente", body="Volltext", end="Ende des Dokuments",
               labels=["Rubrik", "Länge", "Autor", "Ladedatum"], words="Wörter", date="Samstag, 7. März 2015", short="7. März 2015",
               title="Hafenrat stimmt über das alte Sturmtor ab", outlet="Hafenbote (Kiel)", author="Anna Keller",
               text=["Der Hafenrat hat am Dienstag beschlossen, das alte Sturmtor zu schließen.", "Die Reederei will klagen, weil der Kai bis zum Sommer leer bliebe."],
               proquest=["Titel", "Autor", "Titel der Publikation", "Erscheinungsdatum", "Sprache der Publikation", "ProQuest-Dokument-ID", "Dokument-URL", "Volltext", "Dokument {} von {}"]),
    "fr": dict(cover=["Nom d’utilisateur", "Date et heure", "Numéro de tâche"], documents="Documents", body="Corps", end="Fin du document",
               labels=["Rubrique", "Longueur", "Auteur", "Date-Chargement"], words="mots", date="samedi 7 mars 2015", short="7 mars 2015",
               title="Le conseil du port vote sur la vieille écluse", outlet="La Voix du Quai (Brest)", author="Élise Marchetti",
               text=["Le conseil du port a voté mardi la fermeture de la vieille écluse.", "La compagnie des bacs va saisir la justice, parce que le quai resterait vide jusqu’à l’été."],
               proquest=["Titre", "Auteur", "Titre de la publication", "Date de publication", "Langue de publication", "ID du document ProQuest", "URL du document", "Texte intégral", "Document {} sur {}"]),
    "es": dict(cover=["Nombre de usuario", "Fecha y hora", "Número de trabajo"], documents="Documentos", body="Cuerpo", end="Fin de Documento",
               labels=["Sección", "Longitud", "Autor", "Fecha-Carga"], words="palabras", date="sábado 7 de marzo de 2015", short="7 de marzo de 2015",
               title="El consejo del puerto vota sobre la vieja esclusa", outlet="El Faro del Muelle (Vigo)", author="Marco Valli",
               text=["El consejo del puerto votó el martes el cierre de la vieja esclusa.", "La naviera acudirá a los tribunales, porque el muelle quedaría vacío hasta el verano."],
               proquest=["Título", "Autor", "Título de publicación", "Fecha de publicación", "Idioma de la publicación", "ID del documento de ProQuest", "URL del documento", "Texto completo", "Documento {} de {}"]),
}


def abroad():
    import docx
    for language, a in ABROAD.items():
        length = sum(len(p.split()) for p in a["text"])
        section, words, byline, loaded = a["labels"]
        d = docx.Document()
        for line in [f"{a['cover'][0]}: = Anna Keller", f"{a['cover'][1]}: = {a['date']}", f"{a['cover'][2]}: = 000000001", f"{a['documents']} (1)", f"1. {a['title']}"]:
            d.add_paragraph(line)
        d.add_page_break()
        d.add_heading(a["title"], 1)
        for line in [a["outlet"], a["date"], "Copyright 2015", f"{section}:\u00a0X; 4", f"{words}:\u00a0{length} {a['words']}", f"{byline}:\u00a0{a['author']}", a["body"],
                     *a["text"], f"{loaded}:\u00a0{a['short']}", a["end"]]:
            d.add_paragraph(line)
        d.save(EXPORTS / f"nexis-{language}.docx")
        title, author, outlet, date, tongue, number, url, full, of = a["proquest"]
        lines = ["_" * 60, of.format(1, 1), a["title"], f"{author}: {a['author']}", f"{full}: " + "\n\n".join(a["text"]), f"{title}: {a['title']}", f"{outlet}: {a['outlet']}",
                 f"{date}: {a['short']}", f"{tongue}: {language}", f"{number}: 161", f"{url}: https://www.proquest.com/docview/161", "_" * 60]
        (EXPORTS / f"proquest-{language}.txt").write_text("\n\n".join(lines) + "\n")


def factiva(tmp):
    blocks, lines = [], []
    for i, (title, date, author, paragraphs) in enumerate(ARTICLES):
        words = sum(len(p.split()) for p in paragraphs)
        day = " ".join([date.split()[1].strip(","), date.split()[0], "2015"])
        number = f"HARBN0002015030{i}eb370000{i}"
        head = [f"By {author}"] if author else []
        head += [f"{words} words", day, "10:15", "Harbour News", "HARBN", "4", "English", "© 2015 Harbour News Ltd"]
        body = "".join(f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in paragraphs)
        blocks.append(f'<div id="article-{number}" class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div>'
                      + "".join(f"<div>{h}</div>" for h in head) + body + f"<p>Document {number}</p></div>")
        code = lambda name, value: f"<tr><td><b>{name}</b></td><td>{value}</td></tr>"
        lines.append("<table>" + code("HD", title) + (code("BY", f"By {author}") if author else "") + code("WC", f"{words} words") + code("PD", day)
                     + code("SN", "Harbour News") + code("LA", "English") + code("LP", f"<p>{paragraphs[0]}</p>")
                     + (code("TD", "".join(f"<p>{p}</p>" for p in paragraphs[1:])) if paragraphs[1:] else "")
                     + code("NS", "gstorm : Storms") + code("AN", f"Document {number}") + "</table>")
    summary = f"<table><tr><td>Search Summary</td></tr><tr><td>Text</td><td>storm gate</td></tr><tr><td>Results Found</td><td>{len(ARTICLES)}</td></tr></table>"
    page = lambda parts: f'<html><head><meta charset="utf-8"><title>Factiva</title></head><body>{"".join(parts)}{summary}</body></html>'
    (EXPORTS / "factiva.html").write_text(page(blocks))
    (tmp / "factiva.html").write_text(page(lines))
    (tmp / "articles.html").write_text(page(blocks))
    for name, target in [("factiva.html", "factiva-indexed.rtf"), ("articles.html", "factiva.rtf")]:
        office(tmp / name, "odt", tmp / "f.odt", "writer8")
        office(tmp / "f.odt", "rtf", EXPORTS / target, "Rich Text Format")


def proquest():
    rule = "_" * 60
    text, page = [], []
    for i, (title, date, author, paragraphs) in enumerate(ARTICLES, 1):
        words = sum(len(p.split()) for p in paragraphs)
        labels = [("Subject", "Storms; Ports"), ("Title", title), ("Publication title", "Harbour News; London"), ("Pages", "4"), ("Publication year", "2015"),
                  ("Publication date", " ".join(date.split()[:3])), ("Section", "News"), ("Publisher", "Harbour News Ltd"), ("Language of publication", "English"),
                  ("ProQuest document ID", f"16{i}"), ("Document URL", f"https://www.proquest.com/docview/16{i}"), ("Copyright", "Harbour News 2015"), ("Database", "Newsstream")]
        full = "\n\n".join(paragraphs)
        head = [("Author", author)] if author else []
        head.append(("Publication info", f"Harbour News [London] {date.split()[1].strip(',')} {date[:3]} 2015: 4."))
        if i == 3:
            head.append(("Abstract", "A citation only."))
        text.append(f"{rule}\n\nDocument {i} of {len(ARTICLES)}\n\n{title}\n\n" + "\n\n".join(f"{k}: {v}" for k, v in head)
                    + ("" if i == 3 else f"\n\nFull text: {full}") + "\n\n" + "\n\n".join(f"{k}: {v}" for k, v in labels) + "\n\n")
        page.append(f"<p>Document {i} of {len(ARTICLES)}</p><h2>{title}</h2>" + "".join(f"<p><strong>{k}: </strong>{v}</p>" for k, v in head)
                    + ("" if i == 3 else "<p><strong>Full text: </strong>" + "</p><p>".join(paragraphs) + "</p>") + "".join(f"<p><strong>{k}: </strong>{v}</p>" for k, v in labels) + "<hr>")
    (EXPORTS / "proquest.txt").write_text("".join(text) + f"{rule}\n\nContact us at: http://www.proquest.com\n\nCopyright © 2015 ProQuest LLC. All rights reserved. Terms and Conditions\n")
    (EXPORTS / "proquest.html").write_text(f"<html><head><meta charset='utf-8'><title>ProQuest</title></head><body>{''.join(page)}</body></html>")


def joined():
    """Tables of addresses, joined with the pages that they name."""
    for name, table in {
        "mediacloud": "id,indexed_date,language,media_name,media_url,publish_date,title,url\n"
                      "1,2015-03-08,en,Harbour News,harbour.example,2015-03-07,Storm gate,https://www.harbour.example/2015/gate/?utm_source=feed\n"
                      "2,2015-03-08,en,Harbour News,harbour.example,2015-03-07,Lost,https://www.harbour.example/2015/lost\n",
        "zotero": '"Key","Item Type","Publication Year","Author","Title","Publication Title","Url","Date","File Attachments"\n'
                  '"AB12","newspaperArticle","2015","Keller, Anna","Storm gate","Harbour News","","2015-03-07","/home/anna/Zotero/storage/QX/Keller - Storm gate.html; /home/anna/Zotero/storage/QX/other.pdf"\n',
    }.items():
        folder = EXPORTS / name
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.csv").write_text(table)
        page = HTML.replace("</head>", '<link rel="canonical" href="http://harbour.example/2015/gate"></head>') if name == "mediacloud" else HTML
        (folder / ("gate.html" if name == "mediacloud" else "Keller - Storm gate.html")).write_text(page)
    folder = EXPORTS / "gdelt"
    folder.mkdir(exist_ok=True)
    cells = ["20150307100000-1", "20150307100000", "1", "harbour.example", "https://harbour.example/2015/gate"] + [""] * 22
    (folder / "20150307.gkg.csv").write_text("\t".join(cells) + "\n")
    (folder / "texts.jsonl").write_text('{"id": "t1", "url": "https://www.harbour.example/2015/gate#top", "text": "' + " ".join(PARAGRAPHS).replace('"', "'") + '"}\n')


if __name__ == "__main__":
    for folder in (OUT, BAD, EXPORTS):
        folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as d:
        tmp = pathlib.Path(d)
        samples(tmp)
        changes(tmp)
        rubbish(tmp)
        nexis(tmp)
        abroad()
        factiva(tmp)
        proquest()
        joined()

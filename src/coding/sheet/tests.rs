use super::*;

fn read(name: &str, bytes: &[u8]) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.read(name, bytes).unwrap();
    sheet
}

fn row(unit: &str, text: &str, code: &str) -> String {
    format!("{unit};\"{text}\";{code};{}\n", check(unit, text))
}

const HEAD: &str = "Unit;Text;Threat;Check\n";

fn trouble(body: &str) -> String {
    read("x.csv", format!("{HEAD}{}{body}", row("u9", "È un pericolo.", "1")).as_bytes()).troubles[0]
        .to_string()
}

#[test]
fn trouble_is_named_by_file_and_line_and_the_rest_is_read() {
    let error = |text: &str| Sheet::default().read("x.csv", text.as_bytes()).unwrap_err().to_string();
    assert!(error("threat\n1\n").starts_with("x.csv:1:"));
    assert!(error("unit,threat,threat\n1,1,1\n").contains("two columns"));
    assert!(error("article,sentence,threat\na,one,1\n").contains("no number"));
    let sheet = read("x.csv", b"unit,threat\n1,1\n1,0\n2,1,5\n3,0\n");
    // Of two codes for one unit neither is known to be meant.
    assert_eq!(sheet.units(), ["3"]);
    let told: Vec<String> = sheet.troubles.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("x.csv:4: 3 cells")
            && told[1].starts_with("x.csv:3: x codes the unit 1 twice, here and in line 2, and not alike"),
        "{told:?}"
    );
    let alike = read("x.csv", b"unit,threat\n1,1\n1,1\n");
    assert_eq!(alike.codings.len(), 1);
    assert!(alike.troubles[0].to_string().contains("it counts once"), "{:?}", alike.troubles);
}

#[test]
fn two_people_of_one_name_are_not_one() {
    let first = b"unit,coder,threat\n1,Anna,1\n2,Anna,0\n3,Anna,1\n";
    let second = b"unit,coder,threat\n1,Anna,0\n2,Anna,0\n3,Anna,0\n";
    let mut sheet = read("a/Anna.csv", first);
    sheet.read("b/Anna.csv", second).unwrap();
    // One message for the two files; what both say stands, the rest is nobody's.
    assert_eq!(sheet.units(), ["2"]);
    let told: Vec<String> = sheet.troubles.iter().map(ToString::to_string).collect();
    let wanted = "b/Anna.csv:2: Anna codes 3 units (first 1) here and in a/Anna.csv, 2 of them not alike";
    assert!(told.len() == 1 && told[0].starts_with(wanted), "{told:?}");
    let mut sheet = read("a/Anna.csv", first);
    sheet.read_as("b/Anna.csv", second, Some("Anna 2")).unwrap();
    assert_eq!((sheet.coders(), sheet.codings.len()), (vec!["Anna", "Anna 2"], 6));
}

#[test]
fn a_sheet_handed_in_half_done_and_again_when_done_is_one() {
    let sheet_of = |code: &str| format!("{HEAD}{}{}", row("u1", "A.", "denied"), row("u2", "B.", code));
    let mut sheet = read("a/Anna.csv", sheet_of("").as_bytes());
    sheet.read_as("b/Anna.csv", sheet_of("0").as_bytes(), Some("Anna")).unwrap();
    assert_eq!((sheet.codings.len(), sheet.gaps().len()), (2, 0));
    assert!(sheet.troubles[0].to_string().contains("and alike"), "{:?}", sheet.troubles);
}

#[test]
fn sheets_saved_by_a_spreadsheet_read_alike() {
    let text =
        format!("sep=;\nMia copia\n{HEAD}{}{}", row("u1", "Perché «no»?", "x"), row("u2", "Così è.", ""));
    let mac = MAC.iter().fold(text.clone().into_bytes(), |_, _| macintosh(&text));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    for bytes in [text.as_bytes(), text.replace('\n', "\r\n").as_bytes(), &utf16, &latin, &mac] {
        let sheet = read("a.csv", bytes);
        assert_eq!(sheet.troubles, []);
        assert_eq!(
            (sheet.codings[0].values["threat"].as_str(), sheet.codings[0].text.as_deref()),
            ("1", Some("Perché «no»?"))
        );
        assert!(sheet.codings[1].is_blank());
    }
}

/// The few letters of the test in the character set of old Macs.
const MAC: [(char, u8); 4] = [('é', 0x8e), ('ì', 0x93), ('«', 0xc7), ('»', 0xc8)];

fn macintosh(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'è' => 0x8f,
        c => MAC.iter().find(|m| m.0 == c).map_or(c as u32 as u8, |m| m.1),
    };
    text.chars().map(byte).collect()
}

#[test]
fn shifted_edited_and_mislabelled_rows_are_set_aside() {
    let (one, two) = ("They have no means.", "They may strike.");
    let shifted = format!("u1;{two};0;{}\nu2;{two};0;{}\n", check("u1", one), check("u2", two));
    assert!(trouble(&shifted).contains("u1 shows the words of u2: rows were shifted"));
    let edited = format!("u1;They have the means.;0;{}\n", check("u1", one));
    assert!(trouble(&edited).contains("words of the unit u1 were edited"));
    assert!(trouble(&row("u1", one, "maybe")).contains("\"maybe\" is no code of threat"));
    assert!(trouble(&format!("u2;{one};0;{}\n", check("u1", one))).contains("a column slipped"));
    assert!(trouble(&format!("u2;{one};0;12\n")).contains("was changed"));
}

#[test]
fn a_coded_row_says_of_every_frame_whether_it_is_there() {
    let text = format!(
        "unit,text,threat,intent,voice,check\nu1,A,denied,,,{}\nu2,B,,,,{}\n",
        check("u1", "A"),
        check("u2", "B")
    );
    let sheet = read("a.csv", text.as_bytes());
    assert_eq!(
        sheet.codings[0].values,
        BTreeMap::from([("threat".into(), "denied".into()), ("intent".into(), "0".into())])
    );
    assert_eq!(sheet.gaps(), [("a", vec!["u2"])]);
}

#[test]
fn a_sheet_that_a_spreadsheet_put_into_one_column_is_cut_again() {
    let plain = format!("{HEAD}{}{}", row("u1", "So; they say.", "denied"), row("u2", "B.", ""));
    let quoted = |line: &str| format!("\"{}\"", line.replace('"', "\"\""));
    let packed = plain.lines().map(quoted).collect::<Vec<_>>().join("\n");
    let sheet = read("a.csv", packed.as_bytes());
    assert_eq!(sheet.troubles, []);
    assert_eq!((sheet.codings[0].values["threat"].as_str(), sheet.codings[1].line), ("denied", 3));
    let whole = format!("\"{}\"", plain.replace('"', "\"\""));
    assert_eq!(read("a.csv", whole.as_bytes()).codings[1].line, 3);
    let e = Sheet::default().read("a.csv", HEAD.as_bytes()).unwrap_err().to_string();
    assert!(e.contains("no row stands below"), "{e}");
    // Where the other delimiter is expected, only rows with quotation marks look packed.
    let comma = |row: &str| row.replace(';', ",").replace("So,", "So;");
    let mixed = plain.lines().map(|l| if l.contains("say") { quoted(&comma(l)) } else { comma(l) });
    let mixed = mixed.collect::<Vec<_>>().join("\n");
    let sheet = read("a.csv", mixed.as_bytes());
    assert_eq!((sheet.troubles.len(), sheet.codings[0].values["threat"].as_str()), (0, "denied"), "{mixed}");
    let mut lines = packed.lines();
    let head = lines.next().unwrap();
    let typed = lines.map(|l| format!("{l},denied")).collect::<Vec<_>>().join("\n");
    let typed = format!("{head},\n{typed}");
    let e = Sheet::default().read("a.csv", typed.as_bytes()).unwrap_err().to_string();
    assert!(e.contains("all columns stand in one"), "{e}");
}

#[test]
fn a_quotation_mark_never_closed_takes_no_rows_along() {
    let e = Sheet::default()
        .read("a.csv", b"unit,threat,note\n1,1,\"she said\n2,0,\n3,1,\n")
        .unwrap_err()
        .to_string();
    assert!(e.starts_with("a.csv:2: a quotation mark is never closed"), "{e}");
}

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
    assert_eq!(sheet.codings.len(), 2);
    let told: Vec<String> = sheet.troubles.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with("x.csv:4: 3 cells") && told[1].starts_with("x.csv:3: x codes the unit 1 twice"),
        "{told:?}"
    );
}

#[test]
fn two_people_of_one_name_are_not_one() {
    let mut sheet = read("a/Anna.csv", b"unit,coder,threat\n1,Anna,1\n");
    sheet.read("b/Anna.csv", b"unit,coder,threat\n1,Anna,0\n").unwrap();
    assert_eq!(sheet.codings.len(), 1);
    assert!(sheet.troubles[0].to_string().contains("here and in a/Anna.csv"), "{:?}", sheet.troubles);
    sheet.read_as("b/Anna.csv", b"unit,coder,threat\n1,Anna,0\n", Some("Anna 2")).unwrap();
    assert_eq!(sheet.coders(), ["Anna", "Anna 2"]);
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

use super::*;
use crate::text::resource::Resources;
use crate::text::vocabulary::fold;

#[test]
fn words_of_grammar_are_those_of_the_language() {
    for (row, packed) in LANGUAGES.iter().zip(resource::LISTS) {
        let (read, lists) = (shipped::read::<Grammar>(packed).unwrap(), Resources::of(row.language));
        assert!(!read.stop_words.is_empty() && read.stop_words.iter().all(|w| lists.stop_words.contains(w)));
        assert!(!read.negations.is_empty() && read.negations.iter().all(|w| lists.negations.contains(w)));
    }
}

#[test]
fn the_file_reads_and_every_language_of_ours_is_in_it() {
    let file: Lists = shipped::read(LISTS).unwrap();
    assert!(file.language.len() <= MOST);
    for row in &file.language {
        for word in row.words.iter().chain(row.endings.iter()) {
            assert_eq!(*word, fold(word), "{}", row.code);
        }
        assert!(row.endings.iter().all(|e| e.chars().count() <= LONGEST_ENDING), "{}", row.code);
    }
    for row in LANGUAGES.iter().filter(|r| r.language != Language::ARABIC) {
        assert!(file.language.iter().any(|f| f.code == row.language), "{}", row.name);
    }
}

#[test]
fn headlines_and_posts() {
    for (code, text) in [
        ("en", "Hackers leak files of a police force"),
        ("en", "can't believe it's monday again :( #work https://example.org/lunedi"),
        ("it", "Gli hacker colpiscono la polizia"),
        ("it", "Buongiorno a tutti! @happy_day #love"),
        ("fr", "Le gouvernement annonce de nouvelles mesures"),
        ("de", "Regierung kündigt neue Maßnahmen an"),
        ("es", "El gobierno anuncia nuevas medidas"),
        ("ar", "الحكومة تعلن إجراءات جديدة"),
        ("pt", "O governo anuncia novas medidas para as cidades"),
        ("nl", "De regering kondigt nieuwe maatregelen aan"),
        ("ru", "Правительство объявило о новых мерах"),
        ("fa", "دولت اقدامات جدیدی را اعلام کرد که می‌گوید"),
        ("ja", "政府は新しい措置を発表しました"),
        ("el", "Η κυβέρνηση ανακοίνωσε νέα μέτρα"),
    ] {
        assert_eq!(detect(text).0.code(), code, "{text}");
    }
}

#[test]
fn a_single_word_speaks_by_lists_and_endings() {
    for (code, word) in [("en", "Yesterday"), ("it", "buongiorno"), ("de", "Regierung"), ("und", "Xqzt")] {
        assert_eq!(detect(word).0.code(), code, "{word}");
    }
}

#[test]
fn without_letters_nothing_is_said() {
    for text in ["", "  \n", "12:30 – 14:00", "@someone #tag https://example.org", "!!!"] {
        assert_eq!(detect(text), (Language::UNDETERMINED, 0.0), "{text:?}");
    }
}

#[test]
fn a_longer_text_is_surer() {
    let short = detect("La notte").1;
    let long =
        detect("La notte in cui gli hacker hanno colpito la polizia non è ancora finita, dice il ministro.")
            .1;
    assert!(0.5 <= short && short < long && long <= 1.0, "{short} {long}");
}

#[test]
fn a_menu_in_another_language_does_not_mislead() {
    let menu = "Home News Sport Weather Shop. Sign in to read the latest stories from around the world. Subscribe now. ".repeat(4);
    let body = "Gli hacker hanno colpito la polizia nella notte, dice il ministro, e nessuno sa ancora chi sia stato. ".repeat(60);
    assert_eq!(detect(&format!("{menu}\n{body}")).0, Language::ITALIAN);
}

#[test]
fn a_glance_tells_what_reading_tells() {
    let sentences = [
        "The harbour was closed for three days, and nobody knew when the ferries would leave again, said the mayor. ",
        "Il porto è rimasto chiuso per tre giorni e nessuno sapeva quando sarebbero ripartiti i traghetti, dice il sindaco. ",
        "Le port est resté fermé pendant trois jours et personne ne savait quand les bateaux partiraient, dit le maire. ",
        "Der Hafen blieb drei Tage lang geschlossen, und niemand wusste, wann die Fähren wieder fahren, sagte sie. ",
        "El puerto estuvo cerrado tres días y nadie sabía cuándo saldrían de nuevo los barcos, dijo el alcalde. ",
        "O porto ficou fechado por três dias e ninguém sabia quando os barcos partiriam de novo, disse o prefeito. ",
        "De haven bleef drie dagen gesloten en niemand wist wanneer de veerboten weer zouden vertrekken, zei hij. ",
    ];
    let mut detector = Detector::new();
    let mut glances = 0;
    for sentence in sentences {
        for times in 2..40 {
            let text = sentence.repeat(times);
            if let Some(found) = detector.glance(&text) {
                glances += 1;
                assert_eq!(found, detector.read(&text), "{text}");
            }
        }
    }
    assert!(glances > 150, "{glances}");
}

proptest::proptest! {
    #[test]
    fn what_a_detector_remembers_changes_nothing(texts in proptest::collection::vec(r#"([a-zéèüßñ]{1,9}('[a-z]{1,5})?[ ,.’"\u{301}]{1,2}|the |di |der |www\.x |\PC){0,30}"#, 1..8)) {
        let mut detector = Detector::new();
        for text in texts.iter().chain(&texts) {
            proptest::prop_assert_eq!(detector.detect(text), detect(text));
        }
    }
}

#[test]
fn every_language_of_the_trigram_model_has_a_code() {
    for lang in whatlang::Lang::all() {
        assert!(iso_639_1(*lang).is_some(), "{lang}");
    }
}

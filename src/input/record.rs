//! One JSON object → one article, straight from the bytes.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::error::{Error, Kind};

use super::fields::{ColumnMap, Draft, Field, NO_TEXT};
use super::frontmatter::plain;

/// A JSON value read as an article: what it holds, and why it is none.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// Its fields.
    pub draft: Draft,
    /// What keeps it from being an article.
    pub problem: Option<Problem>,
}

/// Why a record is no article, and what can be done about it.
#[derive(Debug)]
pub(super) struct Problem {
    reason: String,
    remedy: &'static str,
}

impl Problem {
    /// As an error; `place` says which record it is, where no line does.
    pub fn error(self, place: &str) -> Error {
        Error::new(Kind::Input, format!("{place}{}", self.reason)).help(self.remedy)
    }
}

/// What to do about a record that cannot be an article.
const SHAPE: &str = "each line needs a string \"text\"; --columns maps other names";

/// Reads a [`Record`]. Values of a wrong type make a problem, not a JSON error, so that the rest of an array is read.
#[derive(Clone, Copy)]
pub(super) struct RecordSeed<'m>(pub &'m ColumnMap);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Record, D::Error> {
        d.deserialize_any(self)
    }
}

impl Record {
    /// With the problem of an object that is read to its end and holds no text, or an empty one as a table may.
    pub fn judged(mut self) -> Self {
        if self.problem.is_none() && !self.draft.has_text() {
            let remedy = if self.draft.text().is_some() { NO_TEXT } else { SHAPE };
            self.problem = Some(Problem { reason: "the record has no text".into(), remedy });
        }
        self
    }

    fn none(what: &str) -> Self {
        Self {
            draft: Draft::default(),
            problem: Some(Problem { reason: format!("{what} where an object is expected"), remedy: SHAPE }),
        }
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
        let mut record = Record::default();
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            match map.next_value::<Scalar>()? {
                Scalar::Null => {}
                Scalar::Text(s) => record.draft.put(&key, s, self.0),
                Scalar::Other(value) => {
                    if let Some((Field::Text, 0 | 1)) = self.0.field_of(&key) {
                        record.problem =
                            Some(Problem { reason: format!("{key:?} is no string"), remedy: SHAPE });
                    } else if let Some(value) = plain(value) {
                        let is_text = matches!(self.0.field_of(&key), Some((Field::Text, _)));
                        // A nested "content" is structure, not prose.
                        let key = if is_text { format!("{key}_json").into() } else { key };
                        record.draft.put(&key, value, self.0);
                    }
                }
            }
        }
        Ok(record.judged())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Record, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(Record::none("an array"))
    }

    fn visit_str<E>(self, _: &str) -> Result<Record, E> {
        Ok(Record::none("a string"))
    }

    fn visit_unit<E>(self) -> Result<Record, E> {
        Ok(Record::none("null"))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Record, E> {
        Ok(Record::none("true or false"))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Record, E> {
        Ok(Record::none("a number"))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Record, E> {
        Ok(Record::none("a number"))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Record, E> {
        Ok(Record::none("a number"))
    }
}

/// A key, copied only where it has escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(s)))
            }

            fn visit_str<E>(self, s: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(s.to_owned())))
            }
        }

        d.deserialize_str(Text)
    }
}

/// A JSON value of which strings are kept without a detour.
enum Scalar {
    Null,
    Text(String),
    Other(Value),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("any JSON value")
            }

            fn visit_str<E>(self, s: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(s.to_owned()))
            }

            fn visit_string<E>(self, s: String) -> Result<Scalar, E> {
                Ok(Scalar::Text(s))
            }

            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Null)
            }

            fn visit_bool<E>(self, b: bool) -> Result<Scalar, E> {
                Ok(Scalar::Other(b.into()))
            }

            fn visit_u64<E>(self, n: u64) -> Result<Scalar, E> {
                Ok(Scalar::Other(n.into()))
            }

            fn visit_i64<E>(self, n: i64) -> Result<Scalar, E> {
                Ok(Scalar::Other(n.into()))
            }

            fn visit_f64<E>(self, n: f64) -> Result<Scalar, E> {
                Ok(Scalar::Other(n.into()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Scalar, A::Error> {
                Value::deserialize(SeqAccessDeserializer::new(seq)).map(Scalar::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Scalar, A::Error> {
                Value::deserialize(MapAccessDeserializer::new(map)).map(Scalar::Other)
            }
        }

        d.deserialize_any(Any)
    }
}

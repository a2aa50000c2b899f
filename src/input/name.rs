//! A file by its names.

/// A file by its names. The library opens nothing; these are for ids, for messages and for matching metadata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileName<'a> {
    /// As the user named it, for messages.
    pub shown: &'a str,
    /// Below the folder that the user named, with `/`: the article's id is made from it.
    pub key: &'a str,
}

impl<'a> FileName<'a> {
    /// A file named by itself: its key is the last part of the path.
    pub fn new(shown: &'a str) -> Self {
        Self { shown, key: shown.rsplit(['/', '\\']).next().unwrap_or(shown) }
    }

    /// A file found below a folder, `key` being its path from there.
    pub fn below(shown: &'a str, key: &'a str) -> Self {
        Self { shown, key }
    }

    /// The key without its extension: the id of an article that has none.
    pub fn stem(self) -> String {
        let name = self.key.rfind('/').map_or(0, |i| i + 1);
        let dot = self.key[name..].rfind('.').filter(|&i| i > 0).map(|i| name + i);
        self.key[..dot.unwrap_or(self.key.len())].to_owned()
    }

    /// The extension in lower case, without the dot; empty if there is none.
    pub fn extension(self) -> String {
        let name = self.key.rsplit('/').next().unwrap_or(self.key);
        name.rfind('.').filter(|&i| i > 0).map(|i| name[i + 1..].to_lowercase()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_and_extensions() {
        for (key, stem, extension) in [
            ("a.txt", "a", "txt"),
            ("x/y.z/a.b.MD", "x/y.z/a.b", "md"),
            ("x.y/a", "x.y/a", ""),
            (".hidden", ".hidden", ""),
            ("", "", ""),
        ] {
            let name = FileName::below(key, key);
            assert_eq!((name.stem().as_str(), name.extension().as_str()), (stem, extension));
        }
    }
}

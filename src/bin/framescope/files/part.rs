//! Files and folders on their way: they have a hidden name until they are whole, and leave nothing behind if they never are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::panic::resume_unwind;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use framescope::error::{Error, Kind, Result};

use super::{Writable, neighbour, swap, unwritable};

/// A file that is written piece by piece, or a device or a pipe that is written into.
pub struct Part {
    out: PathBuf,
    /// Its name until it is whole; a device has none.
    temporary: Option<PathBuf>,
    file: BufWriter<File>,
}

impl Part {
    /// Begins the file.
    ///
    /// # Errors
    /// A folder that cannot be made or written to.
    pub fn new(out: &Path) -> Result<Self> {
        let failed = |e: io::Error| unwritable(out, &e);
        let out = &match Writable::of(out)? {
            Writable::Device(device) => {
                return Ok(Self { out: out.to_owned(), temporary: None, file: BufWriter::new(device) });
            }
            Writable::File(out) => out,
        };
        let folder = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(failed)?;
        let temporary = neighbour(out, "new");
        let file = BufWriter::with_capacity(1 << 18, File::create(&temporary).map_err(failed)?);
        Ok(Self { out: out.to_owned(), temporary: Some(temporary), file })
    }

    /// Gives the file its name.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        let written = self.file.flush();
        let named = match &self.temporary {
            Some(temporary) => written
                .and_then(|()| self.file.get_ref().sync_all())
                .and_then(|()| fs::rename(temporary, &self.out)),
            None => written,
        };
        named.map_err(|e| unwritable(&self.out, &e))
    }

    /// What has been written so far, from its beginning.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read_back(&mut self) -> Result<BufReader<File>> {
        let place = self.temporary.as_ref().unwrap_or(&self.out);
        let opened = self.file.flush().and_then(|()| File::open(place));
        opened.map(|f| BufReader::with_capacity(1 << 18, f)).map_err(|e| unwritable(&self.out, &e))
    }

    /// The error of a write, with the name of the file.
    pub fn failed(&self, e: &io::Error) -> Error {
        unwritable(&self.out, e)
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already if it has got its name.
        let _ = self.temporary.as_ref().map(fs::remove_file);
    }
}

/// A folder that is written file by file; what stood there before is replaced only when everything is written.
///
/// A disk takes many files together in little more time than one: contents are brought to it at the end, side by side.
pub struct Folder {
    out: PathBuf,
    new: PathBuf,
    /// Paths below the folder.
    written: Vec<PathBuf>,
}

/// Files that are brought to the disk at a time.
const AT_ONCE: usize = 8;

impl Folder {
    /// Begins the folder.
    ///
    /// # Errors
    /// If it is a file, or cannot be made.
    pub fn new(folder: &Path) -> Result<Self> {
        if folder.exists() && !folder.is_dir() {
            return Err(Error::new(Kind::Output, "this is a file, not a folder").in_path(folder));
        }
        let new = neighbour(folder, "new");
        fs::create_dir_all(&new).map_err(|e| unwritable(folder, &e))?;
        Ok(Self { out: folder.to_owned(), new, written: Vec::new() })
    }

    /// Begins the folder with some files: paths below it with their contents.
    ///
    /// # Errors
    /// As [`Folder::new`] and [`Folder::put`].
    pub fn of(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Self> {
        let mut part = Self::new(folder)?;
        for (path, bytes) in files {
            part.put(path, bytes)?;
        }
        Ok(part)
    }

    /// Writes a file by its path below the folder.
    ///
    /// # Errors
    /// A path that leaves the folder, and a file that cannot be written.
    pub fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let inside =
            !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)));
        if !inside {
            let e = Error::new(Kind::Output, format!("{path:?} does not lie in the folder"));
            return Err(e.in_path(&self.out));
        }
        let file = self.new.join(path);
        let first = fs::write(&file, bytes);
        let written = match (&first, file.parent()) {
            (Err(e), Some(folder)) if e.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(folder).and_then(|()| fs::write(&file, bytes))
            }
            _ => first,
        };
        written.map_err(|e| unwritable(&self.out.join(path), &e))?;
        self.written.push(path.into());
        Ok(())
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// If it cannot be put there; the old folder is then as it was.
    pub fn finish(self) -> Result<()> {
        self.settle()?;
        let old = neighbour(&self.out, "old");
        swap(&self.out, &self.new, &old)
    }
}

impl Folder {
    /// Waits until the contents of all files are on the disk: a folder that has its name is whole even if the power fails.
    fn settle(&self) -> Result<()> {
        let next = AtomicUsize::new(0);
        let some = || {
            while let Some(path) = self.written.get(next.fetch_add(1, Ordering::Relaxed)) {
                let opened = OpenOptions::new().append(true).open(self.new.join(path));
                opened.and_then(|f| f.sync_all()).map_err(|e| unwritable(&self.out.join(path), &e))?;
            }
            Ok(())
        };
        thread::scope(|scope| {
            let threads: Vec<_> = (1..self.written.len().min(AT_ONCE)).map(|_| scope.spawn(some)).collect();
            let own = some();
            let all = threads.into_iter().map(|t| t.join().unwrap_or_else(|panic| resume_unwind(panic)));
            all.fold(own, Result::and)
        })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Gone already if it stands in its place.
        let _ = fs::remove_dir_all(&self.new);
    }
}

//! Documents that are ZIP archives of XML: DOCX, ODT (flat too), EPUB, XLSX.

mod docx;
mod epub;
mod odt;
mod parts;
mod xlsx;

pub(super) use docx::read as read_docx;
pub(super) use epub::read as read_epub;
pub(super) use odt::{is_flat, read as read_odt};
pub(super) use parts::kind_of;
pub(super) use xlsx::read as read_xlsx;

//! One binary of integration tests; a file is a question.
mod matcher;
mod lexicons;

mod stance;

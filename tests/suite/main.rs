//! One binary of integration tests; a file is a question.

mod architecture;
mod bearing;
mod classroom;
mod coding;
mod command;
mod comparison;
mod keyness;
mod report;
mod sample_report;
mod lexicons;
mod exchange;
mod explain;
mod extremes;
mod matcher;
mod own_frames;
mod pages;
mod workbench;
mod readings;
mod streaming;
mod formats;
mod guides;
mod languages;

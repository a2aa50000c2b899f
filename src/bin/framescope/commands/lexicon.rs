//! `framescope lexicon`: the workbench for the words. One file a group of actions.

mod change;
mod check;
mod corpus;
mod look;
mod pick;
mod show;
mod suggest;
mod table;

use framescope::error::Result;

use super::Outcome;
use crate::args::Global;

/// Look at, check, test, change and make lexicons
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "A LEXICON is a built-in one (threat, threat:it, it for all Italian ones) or a file: framescope's own TOML, quanteda .yml, \
LIWC .dic and .dicx, WordStat .cat, Yoshikoder .ykd, Lexicoder .lc3, or a .csv table.

Examples:
  framescope lexicon list
  framescope lexicon try \"They may strike the port again.\"
  framescope lexicon new human-interest > human-interest.toml
  framescope lexicon check human-interest.toml
  framescope lexicon show threat --corpus articles/ --entry 'explosi*'
  framescope lexicon convert my.dic --to toml --language en > my.toml"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    List(look::List),
    Show(show::Args),
    Card(look::Card),
    Check(check::Check),
    Test(check::Test),
    Try(look::Try),
    Diff(change::Diff),
    New(change::New),
    Convert(change::Convert),
    Coverage(show::CoverageArgs),
    Suggest(suggest::Args),
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    match &args.action {
        Action::List(a) => look::list(a),
        Action::Show(a) => show::show(a, global),
        Action::Card(a) => look::card(a),
        Action::Check(a) => check::check(a, global),
        Action::Test(a) => check::test(a, global),
        Action::Try(a) => look::try_text(a),
        Action::Diff(a) => change::diff(a),
        Action::New(a) => change::new(a),
        Action::Convert(a) => change::convert(a, global),
        Action::Coverage(a) => show::coverage(a, global),
        Action::Suggest(a) => suggest::run(a, global),
    }
}

//! `saltant api`: any request to a service, for what no operation covers.

use std::io;

use saltant::core::http::{HeaderName, HeaderValue, Method, header};
use saltant::core::{RawRequest, Service, agave, astakos, inmanta, vantage6};
use saltant::http::Client;
use saltant::{Body, core};
use serde_json::{Map, Value};

use crate::connect::Purpose;
use crate::exit::{Exit, Failure};
use crate::runtime;
use crate::send::{PlainArgs, SendArgs, dry_run, files};
use crate::service::{self, Api, SALTANT};
use crate::view::{self, Format, Printer};

mod paging;

use paging::Paging;

/// Sends any request to a service, with the credential of the profile, and prints the answer.
///
/// The path is relative to the service's address. In a pipe the answer is printed as it came. A request that
/// is not a read is sent once.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  saltant api taskqueues/ -q name=gpu
  saltant api PATCH taskqueues/7/ -f active:=false
  saltant api vantage6 GET task --all --lines
  saltant api agave POST jobs/v2 --input job.json
  saltant api inmanta GET api/v2/environment -H 'Accept-Language: en'")]
pub(crate) struct Args {
    /// The service (saltant if it is left out), the method (GET if it is left out), and the path
    #[arg(value_name = "[SERVICE] [METHOD] PATH", num_args = 1..=3, required = true)]
    words: Vec<String>,

    /// A parameter of the query; can be repeated
    #[arg(long, short, value_name = "NAME=VALUE")]
    query: Vec<String>,

    /// A header; can be repeated
    #[arg(long, short = 'H', value_name = "NAME: VALUE")]
    header: Vec<String>,

    /// A text in the JSON body, or JSON with NAME:=JSON; can be repeated
    #[arg(long, short, value_name = "NAME=VALUE")]
    field: Vec<String>,

    /// The body: a file with any bytes, or `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["field", "json"])]
    input: Option<String>,

    #[command(flatten)]
    plain: PlainArgs,

    #[command(flatten)]
    sending: SendArgs,
}

/// A request that has not been made for a service yet.
#[derive(Clone)]
struct Raw {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(HeaderName, HeaderValue)>,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Nothing,
    Json(Map<String, Value>),
    File(Body),
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let (service, method, path) = request_line(&args.words)?;
    let is_read = [Method::GET, Method::HEAD, Method::OPTIONS].contains(&method);
    let sending = &args.sending;
    sending.watch.check(is_read)?;
    let done = runtime::client(async {
        let raw = raw(args, method, path).await?;
        let purpose = if sending.dry_run { Purpose::DryRun } else { Purpose::Authenticated };
        let client = sending.connect(service, purpose).await?;
        match service.api {
            Api::Saltant => send::<core::saltant::Saltant>(&client, raw, args, Paging::of(service.api)).await,
            Api::Vantage6 => send::<vantage6::Vantage6>(&client, raw, args, Paging::of(service.api)).await,
            Api::Inmanta => send::<inmanta::Inmanta>(&client, raw, args, Paging::of(service.api)).await,
            Api::Agave => send::<agave::Agave>(&client, raw, args, Paging::of(service.api)).await,
            Api::Astakos => send::<astakos::Astakos>(&client, raw, args, Paging::of(service.api)).await,
        }
    });

    done.map_err(|failure| if is_read { failure } else { failure.during_write() })
}

/// `[SERVICE] [METHOD] PATH`.
fn request_line(words: &[String]) -> Result<(&'static service::Service, Method, String), Failure> {
    let (service, words) = match words {
        [first, rest @ ..] if !rest.is_empty() => match service::find_or_alias(first) {
            Some(service) => (service, rest),
            None => (SALTANT, words),
        },
        words => (SALTANT, words),
    };
    let (method, path) = match words {
        [path] => (Method::GET, path),
        [method, path] => (known_method(method)?, path),
        _ => return Err(Failure::usage("give [SERVICE] [METHOD] PATH")),
    };
    Ok((service, method, path.clone()))
}

fn known_method(text: &str) -> Result<Method, Failure> {
    let known = [
        Method::GET,
        Method::HEAD,
        Method::OPTIONS,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ];
    let upper = text.to_ascii_uppercase();
    known.into_iter().find(|method| method.as_str() == upper).ok_or_else(|| {
        Failure::usage(format!("{text:?} is neither a service nor a method"))
            .hint("methods: GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE")
    })
}

async fn raw(args: &Args, method: Method, path: String) -> Result<Raw, Failure> {
    if args.sending.all && method != Method::GET {
        return Err(Failure::usage("--all is for GET"));
    }
    let (path, in_path) = path.split_once('?').unwrap_or((&path, ""));
    let mut query: Vec<_> = paging::pairs(in_path);
    for pair in &args.query {
        let wrong = || Failure::usage(format!("--query: {pair:?} is not NAME=VALUE"));
        let (name, value) = pair.split_once('=').ok_or_else(wrong)?;
        query.push((name.to_owned(), value.to_owned()));
    }
    let headers = args.header.iter().map(|line| header_line(line)).collect::<Result<_, _>>()?;
    let mut fields = args.sending.json_object()?;
    for pair in &args.field {
        let (name, value) = field(pair)?;
        fields.insert(name, value);
    }
    let content = match &args.input {
        Some(path) => Content::File(files::body(path).await?),
        None if args.field.is_empty() && args.sending.json.is_none() => Content::Nothing,
        None => Content::Json(fields),
    };
    Ok(Raw { method, path: path.to_owned(), query, headers, content })
}

fn header_line(line: &str) -> Result<(HeaderName, HeaderValue), Failure> {
    // The value may be a secret, so it is not repeated.
    let wrong = || Failure::usage("--header needs NAME: VALUE");
    let (name, value) = line.split_once(':').ok_or_else(wrong)?;
    let (name, value) = (name.trim().parse::<HeaderName>(), value.trim().parse::<HeaderValue>());
    Ok((name.map_err(|_| wrong())?, value.map_err(|_| wrong())?))
}

fn field(pair: &str) -> Result<(String, Value), Failure> {
    let wrong = || Failure::usage("--field needs NAME=VALUE or NAME:=JSON");
    let (name, text) = pair.split_once('=').ok_or_else(wrong)?;
    match name.strip_suffix(':') {
        None => Ok((name.to_owned(), text.into())),
        Some(name) => {
            let value = serde_json::from_str(text);
            let wrong = |error| {
                Failure::usage(format!("--field {name}: the value after := is not valid JSON: {error}"))
            };
            Ok((name.to_owned(), value.map_err(wrong)?))
        }
    }
}

async fn send<S: Service>(
    client: &Client,
    raw: Raw,
    args: &Args,
    paging: Option<Paging>,
) -> Result<Exit, Failure> {
    let sending = &args.sending;
    if sending.dry_run {
        let shown = raw.without_secrets();
        dry_run::print_request(&shown.call::<S>(client, &shown.query).request()?)?;
    } else if sending.view.is_given() || sending.watch.is_given() {
        let view = sending.view.or(Format::Json);
        return view::repeat(sending.watch, async || {
            let mut printer = Printer::new(&view, None, sending.all, sending.all)?.watched(sending.watch);
            if sending.all {
                items::<S>(client, &raw, paging, |item| printer.answer(item.to_string())).await?;
            } else {
                let answer = raw.call::<S>(client, &raw.query).await?;
                printer.answer(String::from_utf8_lossy(answer.body()))?;
            }
            Ok((Exit::Done, printer.finish()?))
        })
        .await;
    } else if sending.all {
        let mut plain = args.plain.items();
        items::<S>(client, &raw, paging, |item| plain.print(item)).await?;
        plain.end()?;
    } else {
        args.plain.print_bytes(raw.call::<S>(client, &raw.query).await?.body())?;
    }
    Ok(Exit::Done)
}

/// Gives the items of all pages, one after the other.
async fn items<S: Service>(
    client: &Client,
    raw: &Raw,
    paging: Option<Paging>,
    mut take: impl FnMut(&Value) -> io::Result<()>,
) -> Result<(), Failure> {
    let base = client.base_url().as_str();
    let paging = paging.ok_or_else(|| Failure::usage(format!("--all: the lists of {base} have no pages")))?;
    let mut query = raw.query.clone();
    let mut before = Vec::new();
    loop {
        let answer = raw.call::<S>(client, &query).await?;
        let page: Value = serde_json::from_slice(answer.body())
            .map_err(|error| Failure::new(Exit::Refused, format!("the answer is not JSON: {error}")))?;
        let items = paging.items(&page);
        let items = items.ok_or_else(|| Failure::new(Exit::Refused, "the answer is not a page of a list"))?;
        if !items.is_empty() && *items == before {
            return Err(Failure::new(Exit::Refused, "the server gives the same page again"));
        }
        items.iter().try_for_each(&mut take)?;
        if !paging.go_on(&page, items.len(), &mut query) {
            return Ok(());
        }
        before.clone_from(items);
    }
}

impl Raw {
    fn call<'c, S: Service>(
        &self,
        client: &'c Client,
        query: &[(String, String)],
    ) -> saltant::Call<'c, RawRequest<S>> {
        let path = relative(client.base_url().as_str(), &self.path);
        let mut request = RawRequest::<S>::new(self.method.clone(), path);
        for (name, value) in query {
            request = request.query(name, value);
        }
        request = match &self.content {
            Content::Nothing => request,
            Content::Json(fields) => request.json(fields),
            Content::File(body) => {
                let given = self.headers.iter().find(|(name, _)| *name == header::CONTENT_TYPE);
                let json = HeaderValue::from_static("application/json");
                request.body(given.map_or(json, |(_, value)| value.clone()), body.clone())
            }
        };
        let headers = self.headers.iter().cloned();
        headers.fold(client.call(request), |call, (name, value)| call.header(name, value))
    }

    /// The same request with `***` for what has the name of a secret.
    fn without_secrets(&self) -> Self {
        let mut shown = self.clone();
        for (name, value) in &mut shown.query {
            if core::is_secret_name(name) {
                "***".clone_into(value);
            }
        }
        if let Content::Json(fields) = &mut shown.content {
            let mut value = Value::Object(std::mem::take(fields));
            core::redact_json(&mut value, &[]);
            *fields = value.as_object_mut().map(std::mem::take).unwrap_or_default();
        }
        shown
    }
}

/// The path below the service's address. One from the root of the server may repeat that address's path.
fn relative(base: &str, path: &str) -> String {
    let root = base.split_once("://").and_then(|(_, rest)| Some(rest.split_at(rest.find('/')?).1));
    let below = root.and_then(|root| path.strip_prefix(root));
    below.unwrap_or(path).trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &[&str]) -> Option<(&'static str, String, String)> {
        let words: Vec<_> = words.iter().map(|word| (*word).to_owned()).collect();
        let (service, method, path) = request_line(&words).ok()?;
        Some((service.name, method.to_string(), path))
    }

    #[test]
    fn service_and_method_can_be_left_out() {
        let found = |service, method: &str, path: &str| Some((service, method.to_owned(), path.to_owned()));
        assert_eq!(line(&["users/"]), found("saltant", "GET", "users/"));
        assert_eq!(line(&["post", "users/"]), found("saltant", "POST", "users/"));
        assert_eq!(line(&["v6", "task"]), found("vantage6", "GET", "task"));
        assert_eq!(line(&["agave", "DELETE", "jobs/v2/1"]), found("agave", "DELETE", "jobs/v2/1"));
        assert_eq!(line(&["agave"]), found("saltant", "GET", "agave"));
        assert_eq!(line(&["dance", "users/"]), None);
    }

    #[test]
    fn a_path_may_begin_at_the_root_of_the_server() {
        for path in ["users/", "/users/", "/api/users/"] {
            assert_eq!(relative("https://h/api/", path), "users/", "{path}");
        }
        assert_eq!(relative("https://h/", "/api/users"), "api/users");
    }
}

//! Ids and times as Agave writes them.

use jiff::Timestamp;

use crate::random::Random;

/// What a uuid names; its number is the end of the uuid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    Profile,
    File,
    App,
    System,
    Job,
    Postit,
    Notification,
    Metadata,
    Schema,
    Monitor,
    Check,
    JobEvent,
}

impl Resource {
    fn suffix(self) -> &'static str {
        match self {
            Self::Profile => "001",
            Self::File => "002",
            Self::App => "005",
            Self::System => "006",
            Self::Job => "007",
            Self::Postit => "010",
            Self::Notification => "011",
            Self::Metadata => "012",
            Self::Schema => "013",
            Self::Monitor => "014",
            Self::Check => "015",
            Self::JobEvent => "028",
        }
    }

    /// A new uuid, such as `7093160293170638310-242ac119-0001-012`.
    pub(crate) fn uuid(self, random: &Random) -> String {
        let (high, low) = random.uuid().as_u64_pair();
        format!("{:019}-{:08x}-0001-{}", high % 10_u64.pow(19), low >> 32, self.suffix())
    }

    /// What a uuid names, by its end.
    pub(crate) fn of(uuid: &str) -> Option<Self> {
        let suffix = uuid.rsplit('-').next()?;
        [
            Self::Profile,
            Self::File,
            Self::App,
            Self::System,
            Self::Job,
            Self::Postit,
            Self::Notification,
            Self::Metadata,
            Self::Schema,
            Self::Monitor,
            Self::Check,
            Self::JobEvent,
        ]
        .into_iter()
        .find(|resource| resource.suffix() == suffix)
    }
}

/// A time with milliseconds and an offset, as most services write it.
pub(crate) fn time(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string()
}

/// Lower case, with a dash for every run of other characters than letters, digits, dots and underscores.
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || character == '_' || character == '.' {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "job".to_owned() } else { slug.chars().take(64).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uuids_end_with_the_number_of_their_kind_and_slugs_are_file_names() {
        let uuid = Resource::Metadata.uuid(&Random::new(Some(3)));
        assert!(uuid.ends_with("-0001-012") && uuid.len() == 37, "{uuid}");
        assert_eq!(Resource::of(&uuid), Some(Resource::Metadata));
        assert_eq!(Resource::of("nonsense"), None);
        for (name, expected) in [("My Job!", "my-job"), ("../../x", "x"), ("..", "job"), ("ä/ö", "job")] {
            assert_eq!(slug(name), expected, "{name}");
        }
        assert_eq!(time(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000+00:00");
    }
}

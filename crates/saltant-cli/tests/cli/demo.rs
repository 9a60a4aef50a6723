use crate::support::{command, run, run_with_input};

#[test]
fn the_demo_of_astakos_uses_a_quota_up_and_is_refused_more() {
    let text = run(&["demo", "astakos"]).ok();
    assert!(text.starts_with("An Astakos server in this process: http://127.0.0.1:"), "{text}");
    let rows: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.ends_with(|last: char| last.is_ascii_digit()))
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let refused = ["charges 2 more", "refused: 2 asked for, 1 free", "2", "0", "3", "1"];
    assert_eq!(rows.len(), 6, "{text}");
    assert_eq!(rows[0][2..], ["2", "2", "3", "1"], "usage, pending, limit, free: {text}");
    assert_eq!(rows[2], refused, "{text}");
    assert_eq!(rows[5][..2], ["releases 3 machines", "refused: only 2 to release"], "{text}");
}

#[test]
fn the_demo_needs_no_configuration_and_prints_what_happened() {
    let demo = run(&["demo"]);
    assert_eq!(demo.stderr.lines().count(), 21, "one line for each instance: {}", demo.stderr);
    assert!(demo.stderr.lines().last().unwrap().starts_with("21/21 "), "{}", demo.stderr);
    let text = demo.ok();
    assert!(text.starts_with("A saltant server in this process: http://127.0.0.1:"), "{text}");
    assert!(text.contains("21 task instances: 17 successful, 3 failed, 1 terminated\n"), "{text}");
    let clones = text.lines().filter(|line| line.split_whitespace().nth(1) == Some("where")).count();
    assert_eq!(clones, 2, "the original and its clone: {text}");
    assert!(text.contains("hello {\"whom\": \"Ada\"}"), "{text}");
    let requests = text.lines().find(|line| line.contains(" requests in ")).unwrap();
    let counts: Vec<u64> = requests.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
    assert_eq!(counts[0], counts[1..].iter().sum::<u64>(), "{requests}");
}

#[test]
fn the_demo_of_agave_shows_jobs_of_all_ends_and_an_actor() {
    let demo = run(&["demo", "agave"]);
    assert_eq!(demo.stderr, "");
    let text = demo.ok();
    assert!(text.starts_with("An Agave server in this process: http://127.0.0.1:"), "{text}");
    for line in [
        "matt created two systems, uploaded 4 files and registered the app words-1.0\n",
        "13 words in ada.txt\n",
        "An actor counted 6 words in a message\n",
        "\n5 jobs: 3 FINISHED, 1 FAILED, 1 STOPPED\n",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn the_demo_of_vantage6_shows_the_parts_the_average_and_the_failure_and_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command();
    command.env("TMPDIR", folder.path()).args(["demo", "vantage6"]);
    let demo = run_with_input(command, "");
    assert_eq!(demo.stderr, "1/2 average completed\n2/2 crash crashed\n");
    let text = demo.ok();
    assert!(text.starts_with("A vantage6 server in this process: http://127.0.0.1:"), "{text}");
    for row in [
        r#"Hospital A  completed  {"count":5,"sum":272.0}"#,
        r#"Hospital B  completed  {"count":3,"sum":124.0}"#,
        r#"Hospital C  completed  {"count":7,"sum":389.0}"#,
        "Hospital B  crashed    KeyError: 'weight'",
        "The average age of 15 patients, decrypted: 52.33",
    ] {
        assert!(text.contains(row), "{row}: {text}");
    }
    assert!(text.contains(" requests in "), "{text}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

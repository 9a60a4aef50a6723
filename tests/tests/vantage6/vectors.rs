//! Messages from vantage6-common 4.15.2, with a key for these tests.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use saltant::vantage6::{Form, Payload, PrivateKey, PublicKey};
use serde_json::Value;

static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../vantage6/encryption_vectors.json"))
        .expect("the vectors are JSON")
});

pub(super) fn key() -> PrivateKey {
    PrivateKey::from_pem(VECTORS["private_key_pem"].as_str().unwrap()).unwrap()
}

fn rows(name: &str) -> &'static [Value] {
    VECTORS[name].as_array().unwrap()
}

fn bytes(row: &Value) -> Vec<u8> {
    if let Some(text) = row["plaintext_b64"].as_str() {
        return STANDARD.decode(text).unwrap();
    }
    let length = usize::try_from(row["plaintext_len"].as_u64().unwrap()).unwrap();
    let pad = "0123456789abcdef".repeat(length.div_ceil(16));
    let text = format!("{{\"pad\": \"{}\"}}", &pad[..length - 11]);
    text.into_bytes()
}

/// The value that the Python client reads, or the bytes if it fails.
fn as_python_reads(row: &Value) -> Vec<u8> {
    match row["python_decrypt"]["bytes_b64"].as_str() {
        Some(text) => STANDARD.decode(text).unwrap(),
        None => bytes(row),
    }
}

#[test]
fn every_message_of_the_python_client_is_read_as_it_reads_it() {
    let key = key();
    assert_eq!(rows("vectors").len(), 15);
    for row in rows("vectors") {
        let name = row["name"].as_str().unwrap();
        let message = row["ciphertext"].as_str().unwrap();
        assert!(key.decrypt(message).unwrap() == as_python_reads(row), "{name}");
    }
}

#[test]
fn every_content_is_encrypted_to_a_message_of_the_same_form_and_back() {
    let key = key();
    for row in rows("vectors") {
        let (name, content) = (row["name"].as_str().unwrap(), bytes(row));
        let message = key.public_key().encrypt(&content).unwrap();
        let lengths: Vec<usize> = message.split('$').map(str::len).collect();
        assert_eq!(lengths, [684, 24, content.len().div_ceil(3) * 4], "{name}");
        assert!(key.decrypt_exact(&message).unwrap() == content, "{name}");
        assert_ne!(key.public_key().encrypt(&content).unwrap(), message, "{name} is not random");
    }
}

#[test]
fn what_is_broken_is_one_uniform_error() {
    let key = key();
    for row in rows("invalid") {
        let name = row["name"].as_str().unwrap();
        let error = key.decrypt(row["ciphertext"].as_str().unwrap()).unwrap_err();
        assert_eq!(format!("{error} {error:?}"), "cannot be decrypted DecryptError", "{name}");
    }
    let good = rows("vectors")[0]["ciphertext"].as_str().unwrap();
    let other = PrivateKey::generate().unwrap();
    assert_eq!(other.decrypt(good).unwrap_err().to_string(), "cannot be decrypted");
    for bad in ["", "$$", "$", "a$b$c", &good[..700], &format!("{good}$"), &good.replace('$', "")] {
        assert!(key.decrypt(bad).is_err(), "{bad}");
    }
}

#[test]
fn streams_write_and_read_the_same_messages() {
    let key = key();
    for row in rows("vectors") {
        let (name, content) = (row["name"].as_str().unwrap(), bytes(row));
        for form in [Form::Text, Form::Blob] {
            let mut message = Vec::new();
            key.public_key().encrypt_stream(&content[..], &mut message, form).unwrap();
            if form == Form::Text {
                let text = std::str::from_utf8(&message).unwrap();
                assert!(key.decrypt_exact(text).unwrap() == content, "{name}");
            }
            let mut read = Vec::new();
            key.decrypt_stream(&message[..], &mut read, form).unwrap();
            assert!(read == content, "{name} {form:?}");
        }
    }
    let mut out = Vec::new();
    for row in rows("invalid") {
        let error = key.decrypt_stream(row["ciphertext"].as_str().unwrap().as_bytes(), &mut out, Form::Text);
        assert_eq!(error.unwrap_err().to_string(), "cannot be decrypted");
    }
}

#[test]
fn unencrypted_payloads_are_plain_base64() {
    for row in rows("unencrypted") {
        let content = STANDARD.decode(row["plaintext_b64"].as_str().unwrap()).unwrap();
        let wire = row["wire"].as_str().unwrap();
        assert_eq!(Payload::new(content.clone()).to_wire(), wire);
        assert_eq!(Payload::from_wire(wire).unwrap().bytes()[..], content);
    }
}

#[test]
fn keys_are_written_as_vantage6_writes_them() {
    let key = key();
    assert_eq!(key.to_pem().unwrap().expose(), VECTORS["private_key_pem"].as_str().unwrap());
    let wire = VECTORS["public_key_b64"].as_str().unwrap();
    assert_eq!(key.public_key().to_wire(), wire);
    assert_eq!(wire.len(), 1068);
    assert_eq!(PublicKey::from_wire(wire).unwrap(), *key.public_key());
    assert_eq!(key.public_key().fingerprint().len(), 64);
    assert_eq!(key.public_key().bits(), 4096);
    assert_eq!(format!("{key:?}"), format!("PrivateKey(of {})", key.public_key().fingerprint()));
}

#[test]
fn a_key_in_pkcs8_form_is_the_same_key() {
    // The output of `openssl pkcs8 -topk8 -nocrypt`: the same key in another format.
    let pem = VECTORS["private_key_pem"].as_str().unwrap();
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let pkcs1 = STANDARD.decode(body).unwrap();
    let mut der = vec![0x30, 0x82];
    let inner = 3 + 15 + 4 + pkcs1.len();
    der.extend_from_slice(&u16::try_from(inner).unwrap().to_be_bytes());
    der.extend_from_slice(&[
        2, 1, 0, 0x30, 0x0d, 6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1, 5, 0, 4, 0x82,
    ]);
    der.extend_from_slice(&u16::try_from(pkcs1.len()).unwrap().to_be_bytes());
    der.extend_from_slice(&pkcs1);
    let text = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    assert_eq!(PrivateKey::from_pem(&text).unwrap().public_key(), key().public_key());
}

#[test]
fn keys_are_read_with_other_line_lengths_and_line_ends() {
    let pem = VECTORS["private_key_pem"].as_str().unwrap();
    let public = key().public_key().as_pem().to_owned();
    for (of, with) in [("\n", "\r\n"), ("=", "=\n\n"), ("-----BEGIN", "a note\n-----BEGIN")] {
        assert_eq!(PrivateKey::from_pem(&pem.replace(of, with)).unwrap().public_key(), key().public_key());
        assert_eq!(PublicKey::from_pem(&public.replace(of, with)).unwrap(), *key().public_key());
    }
    let unwrapped = |pem: &str| pem.replace("KEY-----\n", "KEY-----#").replace('\n', "").replace('#', "\n");
    let one_line = unwrapped(&public).replace("-----END", "\n-----END");
    assert_eq!(one_line.lines().count(), 3);
    assert_eq!(PublicKey::from_pem(&one_line).unwrap(), *key().public_key());
}

#[test]
fn s6_a_text_that_is_not_a_key_is_an_error_that_says_so() {
    let pem = VECTORS["private_key_pem"].as_str().unwrap();
    let public = key().public_key().as_pem().to_owned();
    let rejected = "not an RSA key of 2048 to 8192 bits";
    let short = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n", "MIIJKQIB");
    for (text, reason) in [
        ("", "not a private key in PEM"),
        ("-----BEGIN X-----\n-----END X-----", "not a private key in PEM"),
        ("-----BEGIN RSA PRIVATE KEY-----\n!\n-----END RSA PRIVATE KEY-----\n", "not a private key in PEM"),
        (&pem[..700], "not a private key in PEM"),
        (&public, "not a private key in PEM"),
        (&pem.replace("RSA PRIVATE", "ENCRYPTED PRIVATE"), "the key needs a passphrase"),
        (&pem.replace("RSA PRIVATE", "PRIVATE"), rejected),
        (&short, rejected),
    ] {
        assert_eq!(PrivateKey::from_pem(text).unwrap_err().to_string(), reason, "{text}");
    }
    assert_eq!(PublicKey::from_pem(pem).unwrap_err().to_string(), "not a public key in PEM");
    assert_eq!(PublicKey::from_pem(&pem.replace("RSA PRIVATE", "PUBLIC")).unwrap_err().to_string(), rejected);
    assert_eq!(PublicKey::from_wire("!").unwrap_err().to_string(), "not a PEM text in base64");
}

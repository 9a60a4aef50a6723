//! An Astakos server with an administrator, ada, and a user, bob.

use saltant_dev_server::astakos::{DevServer, NewUser};

use super::{Running, Started};

pub(super) async fn start() -> Started {
    let server = DevServer::builder()
        .user(NewUser::new("ada@example.org"))
        .user("bob@example.org")
        .limit("cyclades.vm", 2)
        .limit("pithos.diskspace", 1000)
        .start()
        .await?;
    let token = |email| server.user(email).map(|user| user.token.clone()).ok_or("there is no such user");
    let variables = [
        ("ASTAKOS_AUTH_URL", server.url()),
        ("ASTAKOS_TOKEN", token("ada@example.org")?),
        ("ASTAKOS_SERVICE_TOKEN", server.service_token("cyclades").unwrap_or_default()),
        ("TOKEN_OF_BOB", token("bob@example.org")?),
    ];
    Ok(Running::new(server, variables))
}

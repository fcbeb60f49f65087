# How workerd runs the parties. `party/build.ts` fills in the two lists and puts this file beside the bundle.
# All addresses and folders come from the command line. Everything that a party fetches goes to the web process's
# internal socket: it has no network.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "party", worker = .party),
    (name = "web", external = (address = "unix:given-on-the-command-line", http = ())),
    (name = "storage", disk = (path = "given-on-the-command-line", writable = true, allowDotfiles = false)),
  ],
  sockets = [ (name = "http", address = "unix:given-on-the-command-line", http = (), service = "party") ],
);

const party :Workerd.Worker = (
  modules = [ (name = "party.mjs", esModule = embed "party.mjs") ],

  # From 2026-03-17 binary frames arrive as Blob, which y-partykit does not read.
  compatibilityDate = "2026-03-01",
  # Without the second flag a client's close is never answered; the third refuses compressed frames, which can be bombs.
  compatibilityFlags = ["nodejs_compat", "web_socket_auto_reply_to_close", "no_web_socket_compression"],

  # A unique key names the storage folder and must never change.
  durableObjectNamespaces = [__NAMESPACES__],
  durableObjectStorage = (localDisk = "storage"),
  globalOutbound = "web",
  bindings = [__BINDINGS__],
);

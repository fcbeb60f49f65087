import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../config/program.ts";
import { freePort, root, until } from "./instance.ts";

export const given = readFileSync(join(root, "src/cli/deploy/nginx.conf"), "utf8");

/** The nginx of this machine with the configuration that we hand out, under a certificate of its own. */
export class Nginx {
  readonly port: number;
  readonly #folder: string;
  readonly #child: ChildProcess;
  #errors = "";

  private constructor(folder: string, port: number, child: ChildProcess) {
    this.#folder = folder;
    this.port = port;
    this.#child = child;
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  /** `change` may shorten a time of the configuration; ports, paths and the host are always replaced. */
  static async start(host: string, webPort: number, change: (text: string) => string = (text) => text): Promise<Nginx> {
    const program = findProgram({ title: "nginx", names: ["nginx"], debian: "nginx-light", variable: "NGINX_PATH" });
    const folder = mkdtempSync(join(tmpdir(), "scaiwave-nginx-"));
    const [plain, secure] = [await freePort(), await freePort()];
    certificate(folder, host);
    const server = change(given)
      .replaceAll("chat.example.org", host)
      .replaceAll(/\/etc\/letsencrypt\/live\/[^/]+/g, folder)
      .replaceAll("/var/log/nginx", folder)
      .replace("127.0.0.1:3000", `127.0.0.1:${webPort}`)
      .replace("listen 80;", `listen 127.0.0.1:${plain};`)
      .replace("listen 443 ssl;", `listen 127.0.0.1:${secure} ssl;`);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
      .map((kind) => `${kind}_temp_path ${folder}/${kind};`)
      .join(" ");
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; pid ${folder}/pid; error_log stderr warn; events {} http { ${temporary} ${server} }`,
    );
    const arguments_ = ["-c", join(folder, "nginx.conf"), "-p", folder];
    execFileSync(program, ["-t", ...arguments_], { stdio: "pipe" });
    const child = spawn(program, arguments_, { stdio: ["ignore", "ignore", "pipe"] });
    const nginx = new Nginx(folder, secure, child);
    await until(
      () => accepts(secure),
      30_000,
      () => nginx.#errors,
    );
    return nginx;
  }

  /** What it wrote of the requests. */
  get log(): string {
    return `${readFileSync(join(this.#folder, "scaiwave.log"), "utf8")}${this.#errors}`;
  }

  async remove(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    this.#child.kill("SIGQUIT");
    setTimeout(() => this.#child.kill("SIGTERM"), 2_000).unref();
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function certificate(folder: string, host: string): void {
  const files = ["-keyout", join(folder, "privkey.pem"), "-out", join(folder, "fullchain.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const name = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host},DNS:*.${host}`];
  execFileSync("openssl", ["req", ...kind, ...files, ...name], { stdio: "pipe" });
}

function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(undefined));
    socket.once("connect", () => socket.destroy());
  });
}

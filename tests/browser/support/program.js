// The program itself, as `make test` builds it, over the shipped articles: an index, links and votes in a folder that goes
// with it. A haedap that runs already is taken instead where HAEDAP_URL names one.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const BINARY = process.env.HAEDAP_BINARY ?? path.join(ROOT, "target/debug/haedap");

/** Why the program cannot be tested; null if it can. */
export const MISSING = process.env.HAEDAP_URL || existsSync(BINARY) ? null : "the program is not built";

/** Starts it; pages of `origins` may call its API. */
export async function startProgram(origins = []) {
  if (process.env.HAEDAP_URL) return { origin: new URL(process.env.HAEDAP_URL).origin, stop() {} };
  const folder = mkdtempSync(path.join(tmpdir(), "haedap-"));
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    ...(process.env.XDG_DATA_HOME && { XDG_DATA_HOME: process.env.XDG_DATA_HOME }),
    HAEDAP_INDEX: path.join(folder, "index"),
    HAEDAP_CORPUS: path.join(ROOT, "corpus"),
    HAEDAP_INSIGHT_DATABASE: path.join(folder, "insight.sqlite"),
    HAEDAP_LINK_DATABASE: path.join(folder, "links.sqlite"),
    HAEDAP_SUPPORT_URL: "https://example.com/contact",
    HAEDAP_LISTEN: "127.0.0.1:0",
    HAEDAP_LOG_FORMAT: "json",
    ...(origins.length && { HAEDAP_ALLOWED_ORIGINS: origins.join(",") }),
  };
  const indexed = spawnSync(BINARY, ["reindex"], { env, encoding: "utf8" });
  if (indexed.status !== 0) throw new Error(`no index: ${indexed.stderr}`);
  const program = spawn(BINARY, ["serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface({ input: program.stderr });
  const origin = await new Promise((resolve, reject) => {
    let last = "";
    lines.on("line", (line) => {
      last = line;
      const address = /serving on (http:\/\/[\d.:]+)/.exec(line);
      if (address) resolve(address[1]);
    });
    program.once("exit", (code) => reject(new Error(`haedap ended with ${code}: ${last}`)));
  });
  return {
    origin,
    async stop() {
      const ended = new Promise((resolve) => program.once("exit", resolve));
      program.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

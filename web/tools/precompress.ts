import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this the answer's headers outweigh what compression saves. */
const BYTES_MIN = 512;
const COMPRESSIBLE = /\.(js|css|svg|json|html|txt|webmanifest)$/;

/** The server never compresses: it picks the `.br` or `.gz` that lies next to the file. */
export function precompress(): Plugin {
  let folder = "dist";
  return {
    name: "atelier:precompress",
    apply: "build",
    configResolved(config) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(names.filter(isCompressible).map((name) => compress(join(folder, name))));
    },
  };
}

function isCompressible(name: string): boolean {
  // index.html carries the nonce placeholder that the server fills in for each answer.
  return COMPRESSIBLE.test(name) && name !== "index.html" && !name.startsWith(".vite");
}

async function compress(path: string): Promise<void> {
  const plain = await readFile(path);
  if (plain.byteLength < BYTES_MIN) return;
  const [br, gz] = await Promise.all([
    brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    zip(plain, { level: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}

import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./tools/precompress.ts";
import { preloadFont } from "./tools/preload-font.ts";

const server = process.env.ATELIER_API ?? "http://127.0.0.1:8080";

/** What the server answers itself. `/authorize` is a page of the app. */
const proxy = { "/api/": server, "/auth/": server, "/oauth/": server, "/.well-known/": server };

const VENDOR =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|i18next|react-i18next|@tanstack\/(?!react-virtual|virtual))/;

export default defineConfig({
  plugins: [react(), tailwindcss(), preloadFont(), precompress()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The server replaces the placeholder with a fresh nonce in every answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2023",
    manifest: true,
    // Fonts and images stay files: `data:` would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs and only an update of a library changes: one file, cached across releases.
          groups: [
            { name: "vendor", test: VENDOR, priority: 2 },
            // What the loaders of all routes read with: every page has them, small as they are.
            { name: "queries", test: /\/src\/[a-z-]+\/queries\.ts$/, priority: 2 },
            // Modules of ours that most pages share, instead of some forty files of a few hundred bytes.
            { name: "common", minShareCount: 8, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy },
  preview: { proxy },
});

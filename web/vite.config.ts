import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { precompress } from "./tools/precompress.ts";

const server = process.env.ATELIER_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), tailwindcss(), precompress()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  // The server replaces the placeholder with a fresh nonce in every answer.
  html: { cspNonce: "__CSP_NONCE__" },
  build: {
    target: "es2023",
    manifest: true,
    // Fonts and images stay files: `data:` would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": server, "/auth": server } },
  preview: { proxy: { "/api": server, "/auth": server } },
});

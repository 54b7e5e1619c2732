import type { Plugin } from "vite";

/** The font of nearly every word. The serif may come a moment later, it swaps in. */
const TEXT_FONT = /geist-latin-wght-normal.*\.woff2$/;

/** Lets the browser fetch the text's font beside the script, not after the first paint found it missing. */
export function preloadFont(): Plugin {
  return {
    name: "atelier:preload-font",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => TEXT_FONT.test(name));
        if (!file)
          throw new Error("the text's font is not in the bundle; has its package changed its file names?");
        const attrs = { rel: "preload", as: "font", type: "font/woff2", href: `/${file}`, crossorigin: true };
        return [{ tag: "link", attrs, injectTo: "head" }];
      },
    },
  };
}

import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const here = (path: string) => new URL(path, import.meta.url).pathname;

/** The phone shows the shape of its page at once: styles, which hold drawing up, stand behind it. */
const shapeFirst: Plugin = {
  name: "shape-first",
  transformIndexHtml: {
    order: "post",
    handler: (html, { path }) => {
      if (!path.endsWith("/m.html")) return html;
      const styles = html.match(/<link rel="stylesheet"[^>]*>/g) ?? [];
      const bare = styles.reduce((text, style) => text.replace(style, ""), html);
      return bare.replace("</body>", `${styles.join("\n    ")}\n  </body>`);
    },
  },
};

export default defineConfig({
  plugins: [react(), shapeFirst],
  resolve: { alias: { "@": here("./src") } },
  // The server asks whether a request comes from its own page: the page's own address must reach it.
  server: {
    host: "127.0.0.1",
    // The tests read the server's sources: a refusal without a sentence must not pass.
    fs: { allow: [here("..")] },
    proxy: { "/api": { target: `http://127.0.0.1:${process.env["BIHUAN_PORT"] ?? "8000"}`, changeOrigin: false } },
  },
  build: {
    outDir: here("../src/bihuan/app/static"),
    emptyOutDir: true,
    target: ["chrome87", "safari14.1"],
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      // Three doors: the desk, the phone, and the page a customer opens without an account.
      input: { desk: here("./index.html"), phone: here("./m.html"), confirm: here("./c.html") },
      output: {
        // Libraries change less often than screens: in files of their own they stay in the browser's cache.
        codeSplitting: {
          groups: [
            // What the compiler itself brings along belongs to no library: else the phone fetches the desk's for it.
            { name: "runtime", test: /@oxc-project\+runtime/, priority: 10 },
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "query", test: /node_modules[\\/]@tanstack[\\/](query-core|react-query)[\\/]/ },
            { name: "antd", test: /node_modules[\\/](antd|@ant-design|@rc-component|dayjs)[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test/setup.ts"],
    testTimeout: 15_000,
  },
});

import {defineConfig} from "vitest/config";

export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/site/testFolder.ts"],
    // Socket tests wait for deadlines of their own; nothing here should take longer.
    testTimeout: 30_000,
    // Files that build the site or drive a browser each use both cores, so files run one after another.
    fileParallelism: false,
  },
});

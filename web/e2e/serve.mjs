// Serves the demo for the browser tests until it is told to stop: serve.mjs PORT
import { startDemo } from "./demo.mjs";

const demo = await startDemo(Number(process.argv[2]));
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.once(signal, () => demo.stop());
}
process.exitCode = await demo.ended;

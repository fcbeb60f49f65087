// Plain JavaScript without dependencies: it must run, and say its sentence, on a Node that cannot read the rest.
const required = 24;
const major = Number(process.version.slice(1).split(".")[0]);

if (major < required) {
  console.error(
    `ScaiWave needs Node ${required} or newer and this is ${process.version}: run it through npm (npm install && npm start), which brings the right Node along.`,
  );
  process.exit(1);
}

await import("./main.ts");

/** The file of a worker that stands beside a module: compiled where the module is, else as it was written. */
export function workerFile(moduleUrl: string, name: string): URL {
  return new URL(`./${name}${moduleUrl.endsWith('.ts') ? '.ts' : '.js'}`, moduleUrl);
}

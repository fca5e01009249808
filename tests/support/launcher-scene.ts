/** A small project with a copy of the launcher and its own PATH, to test set-up on other machines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const product = fileURLToPath(new URL('../..', import.meta.url));

/** Tools of a bare Debian that the launcher uses. */
const tools =
  'sh bash dash awk cat chmod cksum cp cut date dirname env expr find fc-list git grep gzip head id ln ls mkdir mktemp mv ps readlink rm sed sleep sort tail tar tee touch tr uname df'.split(
    ' ',
  );

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface LauncherScene {
  /** The project's folder; its name contains a space. */
  readonly root: string;
  readonly folder: string;
  /** Puts a shell script of that name first on PATH. */
  fake(name: string, script: string): Promise<void>;
  lose(name: string): Promise<void>;
  write(path: string, text: string): Promise<void>;
  read(path: string): Promise<string>;
  start(
    command: string,
    args: readonly string[],
    options?: { cwd?: string; env?: Record<string, string> },
  ): ChildProcess;
  run(
    command: string,
    args: readonly string[],
    options?: { cwd?: string; env?: Record<string, string> },
  ): Promise<Ended>;
  /** Calls of the fake npm, by first argument. */
  npmCalls(): Promise<string[]>;
  remove(): Promise<void>;
}

function found(tool: string): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return join(folder, tool);
    } catch {}
  }
  return null;
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

const project: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "scene", "type": "module" }\n',
  'package-lock.json': '{ "lockfileVersion": 3 }\n',
  'tsconfig.json':
    '{ "compilerOptions": { "target": "es2024", "module": "nodenext", "types": [], "rewriteRelativeImportExtensions": true } }\n',
  'src/tsconfig.json': '{ "extends": "../tsconfig.json", "compilerOptions": { "rootDir": "." }, "include": ["."] }\n',
  'src/main.ts':
    'declare const process: any;\nprocess.stdout.write(JSON.stringify({ args: process.argv.slice(2), cwd: process.cwd(), node: process.execPath }));\n',
  'src/web/style.css': 'p { color: red }\n',
};

/** `node` that reports an old version, and otherwise runs the Node of this test. */
export const oldNode = `if [ "$1" = -v ]; then echo v20.20.2; exit 0; fi\nexec '${process.execPath}' "$@"`;

/** Logs its call and environment; \`ci\` installs a compiler. */
const npm = (folder: string): string => `echo "$*" >>'${folder}/npm-calls'
env >'${folder}/npm-environment'
case "$1" in
ci) mkdir -p node_modules/.bin && ln -s '${product}/node_modules/.bin/tsc' node_modules/.bin/tsc ;;
pack) echo 'npm error code ENOTFOUND' >&2; echo 'npm error network request to the registry failed' >&2; exit 1 ;;
esac`;

/** A project with a recent enough Node and a working npm. */
export async function setLauncherScene(): Promise<LauncherScene> {
  const folder = await mkdtemp(join(tmpdir(), 'vonggac-launcher-'));
  const root = join(folder, 'vọng gác');
  const path = join(folder, 'path');
  await mkdir(path);
  for (const tool of tools) {
    const real = found(tool);
    if (real) await symlink(real, join(path, tool));
  }
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  };
  for (const [file, text] of Object.entries(project)) await write(file, text);
  for (const own of ['bin', '.ci']) await cp(join(product, own), join(root, own), { recursive: true });
  const lose = (name: string): Promise<void> => rm(join(path, name), { force: true });
  const fake = async (name: string, script: string): Promise<void> => {
    await lose(name);
    await writeFile(join(path, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(path, name), 0o755);
  };
  await symlink(process.execPath, join(path, 'node'));
  await fake('npm', npm(folder));
  const start: LauncherScene['start'] = (command, args, options = {}) =>
    spawn(command, [...args], {
      cwd: options.cwd ?? folder,
      env: { PATH: path, HOME: folder, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  return {
    root,
    folder,
    fake,
    lose,
    write,
    start,
    read: (file) => readFile(join(root, file), 'utf8'),
    run: (command, args, options) => ended(start(command, args, options)),
    async npmCalls() {
      const text = await readFile(join(folder, 'npm-calls'), 'utf8').catch(() => '');
      return text.split('\n').filter((line) => line !== '');
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

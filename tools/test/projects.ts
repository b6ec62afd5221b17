/** The projects of vitest.config.ts, by what their tests need around them. */
export type TestProject = 'unit' | 'database' | 'suite'

interface Files {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

const emulatorFiles = 'test/**/*.emulator.test.ts'
const suiteFiles = 'test/suite/**/*.test.ts'
/** They read the process's environment and its log, and so each file needs a process of its own. */
const triggerFiles = 'test/triggers/**/*.test.ts'

/**
 * The test files of each project: `unit` needs nothing, and its files share their processes; `database` has files that need
 * a process of their own, nearly all of them a Firestore emulator too, in which each has databases of its own; `suite` needs the
 * whole emulator suite, which has one project for all, and so runs one file after another.
 */
export const projectFiles: Readonly<Record<TestProject, Files>> = {
  unit: { include: ['test/**/*.test.ts'], exclude: [emulatorFiles, suiteFiles, triggerFiles] },
  database: { include: [emulatorFiles, triggerFiles], exclude: [] },
  suite: { include: [suiteFiles], exclude: [] },
}

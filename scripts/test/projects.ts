/** The projects of vitest.config.ts, by what their tests need around them. */
export type TestProject = 'unit' | 'database' | 'suite'

interface Files {
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

const emulatorFiles = 'test/**/*.emulator.test.ts'
const suiteFiles = 'test/suite/**/*.test.ts'

/**
 * The test files of each project: `unit` needs nothing, `database` a Firestore emulator alone, in which each file has databases
 * of its own, and `suite` the whole emulator suite, which has one project for all and so runs one file after another.
 */
export const projectFiles: Readonly<Record<TestProject, Files>> = {
  unit: { include: ['test/**/*.test.ts'], exclude: [emulatorFiles, suiteFiles] },
  database: { include: [emulatorFiles], exclude: [] },
  suite: { include: [suiteFiles], exclude: [] },
}

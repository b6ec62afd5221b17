import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The order of files: those of the suite, which run one after another, by their paths, so that the ones that share a shop follow
 * one another; all others as vitest has them, the longest first.
 */
export default class Sequencer extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    if (files.every(({ project }) => project.name === 'suite'))
      return files.toSorted((a, b) => (a.moduleId < b.moduleId ? -1 : 1))
    return super.sort(files)
  }
}

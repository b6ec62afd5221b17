import { expect, it } from 'vitest'

import { fullRunPhases, type FullRunPhase } from '../../../functions/src/model/state.ts'
import { phaseBehind } from '../../../functions/src/sync/full/phases.ts'

it('a full run goes through every phase once, and ends', () => {
  const way: (FullRunPhase | 'ended')[] = ['noted']
  way.push(phaseBehind('noted', 'begun'))
  way.push(phaseBehind('enumerate', 'enumerated'))
  way.push(phaseBehind('delete', 'deleted'))
  expect(way).toEqual([...fullRunPhases, 'ended'])
})

it('a step that is not in the table does not compile', () => {
  // @ts-expect-error What was not enumerated cannot be deleted from.
  expect(phaseBehind('noted', 'deleted')).toBeUndefined()
  // @ts-expect-error A run that deletes has enumerated.
  expect(phaseBehind('delete', 'enumerated')).toBeUndefined()
})

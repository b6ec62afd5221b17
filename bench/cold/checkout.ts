import { z } from 'zod'

import { resultOf } from '../lab/child.ts'
import type { ColdQuestion } from './questions.ts'

const module = new URL('checkoutProcess.ts', import.meta.url)

/**
 * A copy of the project with its packages installed, of this version or another. It has its own encoders, so it fills its own cache,
 * by its own code in a process of its own.
 */
export class Checkout {
  readonly root: string
  readonly projectId: string

  constructor(root: string, projectId: string) {
    this.root = root
    this.projectId = projectId
  }

  /** Bundles the functions as a deploy does. */
  async build(): Promise<void> {
    await this.#resultOf('build')
  }

  /** Writes a cache of so many orders. */
  async fill(orders: number): Promise<void> {
    await this.#resultOf('fill', String(orders))
  }

  /** The reads that Firestore bills for the first answer of a new instance. */
  async readsOf(question: ColdQuestion, orders: number): Promise<number> {
    return z.int().parse(await this.#resultOf('reads', question, String(orders)))
  }

  #resultOf(task: string, ...args: readonly string[]): Promise<unknown> {
    return resultOf(module, [this.root, this.projectId, task, ...args])
  }
}

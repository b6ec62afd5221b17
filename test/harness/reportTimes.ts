import type { Faults } from './firestore.ts'
import type { Shop } from './shop.ts'

interface CommitRequest {
  readonly writes: readonly {
    readonly update?: { readonly name: string; readonly fields: Record<string, unknown> }
    readonly updateMask?: { readonly fieldPaths: string[] }
    updateTransforms?: readonly { readonly fieldPath: string }[]
  }[]
}

/** Stamps the reports that commits write with the test's clock: the emulator's own cannot be moved. */
export function stampedBy(shop: Shop, faults: Faults): Faults {
  return {
    ...faults,
    before: (method, request) => {
      for (const write of method === 'commit' ? (request as CommitRequest).writes : []) {
        if (write.update?.name.includes('/sync_reports/') !== true) continue
        const { seconds, nanoseconds: nanos } = shop.now()
        write.update.fields.at = { timestampValue: { seconds, nanos } }
        write.updateMask?.fieldPaths.push('at')
        write.updateTransforms = write.updateTransforms?.filter(({ fieldPath }) => fieldPath !== 'at')
      }
      return faults.before?.(method, request)
    },
  }
}

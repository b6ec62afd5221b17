import { expect, it } from 'vitest'

import { consoleLink } from '../../../web/src/format/consoleLink.ts'

const start = 'https://console.firebase.google.com/project/shop/firestore/databases'

it.each([
  ['(default)', 'orders/a1', `${start}/-default-/data/~2Forders~2Fa1`],
  ['eu', 'shops/main/orders/a1', `${start}/eu/data/~2Fshops~2Fmain~2Forders~2Fa1`],
  ['(default)', 'orders/50% ~é:#?', `${start}/-default-/data/~2Forders~2F50~25~20~7E~C3~A9~3A~23~3F`],
])('in %s, %s is at %s', (database, path, link) => {
  expect(consoleLink('shop', database, path)).toBe(link)
  expect(new URL(link).hash + new URL(link).search).toBe('')
})

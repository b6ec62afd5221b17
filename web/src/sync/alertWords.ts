/** A heading for each kind of alert; the functions may raise one that this page does not know. */
const kindWords: Readonly<Record<string, string>> = {
  quarantine: 'Records in quarantine',
  'delete-cap': 'Too many deletions',
  'unreadable-source': 'Most records cannot be read',
  'stale-records': 'Records older than the cache has them',
  'full-run-failed': 'Full run failed',
  'runs-failing': 'Runs fail again and again',
  'damaged-state': 'Stored state is damaged',
  'changed-columns': 'Columns were declared anew',
  'changed-settings': 'Settings have changed',
  'missing-change-time': 'Records without a change time',
  'empty-source': 'Nothing in the collection',
  'absent-fields': 'Fields that no record has',
  'unread-parts': 'Parts that cannot be read',
  'unmapped-statuses': 'Unknown statuses',
  'future-orders': 'Records dated in the future',
  'figures-differ': 'Figures differ from the vendor’s',
  'missing-records': 'Records that others refer to are missing',
  'page-token': 'A vendor’s list did not go on',
  'short-list': 'A vendor’s list ended early',
  'unsorted-list': 'A vendor’s list came unsorted',
  'authorization-expiring': 'Authorization ends soon',
  'authorization-expired': 'Authorization has ended',
  'schedule-not-adapted': 'Schedule not adapted',
  'mixed-change-times': 'Change times of several kinds',
  'unreadable-change-times': 'Unreadable change times',
}

export function alertWord(kind: string): string {
  return kindWords[kind] ?? kind
}

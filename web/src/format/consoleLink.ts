/**
 * The address of a document in the Firebase console. `database` is "(default)" or a name; `path` has slashes between its
 * segments, any of which may hold any character. The console escapes with "~" what a URL escapes with "%", slashes too, as in
 * `.../databases/-default-/data/~2Forders~2Fa1`; nothing documents it.
 */
export function consoleLink(project: string, database: string, path: string): string {
  const name = database === '(default)' ? '-default-' : database
  const escaped = encodeURIComponent(`/${path}`).replaceAll('~', '~7E').replaceAll('%', '~')
  return `https://console.firebase.google.com/project/${encodeURIComponent(project)}/firestore/databases/${encodeURIComponent(name)}/data/${escaped}`
}

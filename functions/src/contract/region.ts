/** Where the functions run. Their callers and the hosting rewrites name it too. */
export const region = 'us-central1'

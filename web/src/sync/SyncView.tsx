export default function SyncView() {
  return <h1>Sync</h1>
}

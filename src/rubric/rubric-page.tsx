export function RubricPage() {
  return <p className="loading">Soon.</p>
}

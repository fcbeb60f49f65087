export default function Home() {
  return <h1>ScaiWave</h1>;
}

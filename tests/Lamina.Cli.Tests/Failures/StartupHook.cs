/// <summary>
/// Loaded into the real program by DOTNET_STARTUP_HOOKS (the runtime looks for this name): a thread of its own that breaks when a line
/// comes in, as a fault that nobody waits for would.
/// </summary>
internal static class StartupHook
{
    public static void Initialize() => new Thread(() =>
    {
        Console.In.ReadLine();
        throw new InvalidOperationException("a thread broke");
    })
    { IsBackground = true }.Start();
}

namespace Lamina.Cli.Tools;

/// <summary>A stack for the length of a command: closed at its end where the command opened it.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="IsOwned">True where it ends with the command.</param>
/// <param name="Absence">Who says that its daemon is away; null: nobody does.</param>
public readonly record struct StackLease(NetworkStack Stack, bool IsOwned, IDisposable? Absence = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        Absence?.Dispose();
        return IsOwned ? Stack.DisposeAsync() : ValueTask.CompletedTask;
    }
}

namespace Lamina.Cli.Tools;

/// <summary>A stack for the length of a command: closed at its end where the command opened it.</summary>
public readonly record struct StackLease(NetworkStack Stack, bool IsOwned) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => IsOwned ? Stack.DisposeAsync() : ValueTask.CompletedTask;
}

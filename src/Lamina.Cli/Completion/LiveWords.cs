using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Completion;

/// <summary>Words that the stack of the line knows at this moment; none where it cannot be asked in time.</summary>
internal sealed class LiveWords(CliContext context, StackPaths stack, CancellationToken cancel)
{
    /// <summary>Nobody waits longer for a Tab.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public Task<IEnumerable<Candidate>> IpcpsAsync() => AskAsync(
        (control, stop) => control.ListIpcpsAsync(stop),
        list => list.Ipcps.Select(ipcp => new Candidate(ipcp.Name, ipcp.Layer is { } layer ? $"{ipcp.Type}, layer {layer}" : ipcp.Type)));

    public Task<IEnumerable<Candidate>> LayersAsync() => AskAsync(
        (control, stop) => control.ListIpcpsAsync(stop),
        list => list.Ipcps.Where(ipcp => ipcp.Layer is not null).Select(ipcp => new Candidate(ipcp.Layer!, ipcp.Type)));

    public Task<IEnumerable<Candidate>> NamesAsync() => AskAsync(
        (control, stop) => control.ListNamesAsync(stop),
        list => list.Names.Select(name => new Candidate(name.Name, string.Join(", ", name.Bindings))));

    public IEnumerable<Candidate> Stacks() => StackChoice.List(context).Select(found => new Candidate(found.Name));

    private async Task<IEnumerable<Candidate>> AskAsync<T>(
        Func<IStackControl, CancellationToken, ValueTask<Answer<T>>> ask, Func<T, IEnumerable<Candidate>> read)
        where T : class
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        IStackControl control = context.OpenControl(stack);
        using IDisposable? owned = control as IDisposable;
        try
        {
            Answer<T> answer = await ask(control, patience.Token).AsTask().WaitAsync(patience.Token);
            return answer.IsOk ? read(answer.Value).DistinctBy(candidate => candidate.Word) : [];
        }
        catch (Exception failure) when (failure is DaemonUnreachableException or OperationCanceledException)
        {
            return [];
        }
    }
}

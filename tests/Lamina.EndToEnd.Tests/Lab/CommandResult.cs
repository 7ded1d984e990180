namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>What a command left behind.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Everything, for a failing assertion.</summary>
    public override string ToString() => $"$ {Command}\n{Output}{Error}(exit {ExitCode})";

    public CommandResult MustSucceed()
    {
        Assert.True(ExitCode == 0, ToString());
        return this;
    }
}

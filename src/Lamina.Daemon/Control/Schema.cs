namespace Lamina.Daemon.Control;

/// <summary>Names and versions of the answers: a reader checks them before it trusts a field.</summary>
public static class Schema
{
    public const string Status = "lamina.status/1";
    public const string Ipcps = "lamina.ipcps/1";
    public const string Names = "lamina.names/1";
    public const string Flows = "lamina.flows/1";
    public const string Rules = "lamina.rules/1";
    public const string Verdict = "lamina.verdict/1";
    public const string Show = "lamina.show/1";
    public const string Health = "lamina.health/1";

    public const string Trace = "lamina.trace/1";
    public const string Error = "lamina.error/1";
}

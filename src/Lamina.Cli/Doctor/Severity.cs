using System.Text.Json.Serialization;

namespace Lamina.Cli.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum Severity
{
    /// <summary>Worth knowing.</summary>
    [JsonStringEnumMemberName("note")]
    Note,

    /// <summary>Something does not work as it could.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Something does not work.</summary>
    [JsonStringEnumMemberName("error")]
    Error,
}

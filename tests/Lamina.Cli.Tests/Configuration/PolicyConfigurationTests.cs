using System.Text;
using Lamina.Daemon.Configuration;
using Lamina.Node.Access;

namespace Lamina.Cli.Tests.Configuration;

/// <summary>"access" and "names" of a configuration.</summary>
public sealed class PolicyConfigurationTests
{
    private static readonly string Node = new('3', 64);

    [Fact]
    public void Rights_are_read_and_what_is_not_said_is_as_usual()
    {
        AccessPolicy policy = Parse("""
            "access": { "administer": { "users": ["daemon"], "groups": ["0"] }, "read": { "users": ["*"] } }
            """).Stacks[0].Access!;
        Assert.Equal([new Account(1, "daemon")], policy.Administer.Users);
        Assert.Equal(0u, Assert.Single(policy.Administer.Groups).Id);
        Assert.True(policy.Read.IsEveryone);
        Assert.Equal(AccessPolicy.Default().Use.Describe(), policy.Use.Describe());
        Assert.Equal(AccessRight.Administer, policy.RightOf(new Caller(1, [], 1)));
        Assert.Equal(AccessRight.Read, policy.RightOf(new Caller(4711, [], 1)));
        Assert.Null(Parse("\"bind\": []").Stacks[0].Access);
    }

    [Theory]
    [InlineData("""  "access": { "administer": { "users": ["nobody-of-that-name"] } }""", "this host has no user \"nobody-of-that-name\"")]
    [InlineData("""  "access": { "administer": { "users": ["*"] } }""", "this host has no user \"*\"")]
    [InlineData("""  "access": { "use": { "groups": ["no-such-group"] } }""", "this host has no group \"no-such-group\"")]
    [InlineData("""  "access": { "write": {} }""", "\"write\" is unknown here")]
    [InlineData("""  "names": [ { "name": "n" } ]""", "say which nodes may have flows")]
    [InlineData("""  "names": [ { "name": "n", "rules": [ { "allow": "members", "deny": "anyone" } ] } ]""", "either \"allow\" or \"deny\"")]
    [InlineData("""  "names": [ { "name": "n", "rules": [ { "allow": "3f2a" } ] } ]""", "'3f2a' is nobody that a rule can be about")]
    [InlineData("""  "names": [ { "name": "n", "rules": [ { "allow": "members" }, { "deny": "anyone" } ] } ]""", "would never be reached")]
    [InlineData("""  "names": [ { "name": "n", "reserve": { "users": ["no-such-user"] } } ]""", "this host has no user")]
    [InlineData("""  "names": [ { "name": "n", "rules": [] }, { "name": "n", "rules": [] } ]""", "is there already")]
    public void Mistakes_are_said_with_their_place(string text, string message)
    {
        ConfigurationFile file = Parse(text);
        string all = string.Join("\n", file.Mistakes.Select(mistake => mistake.Describe("f")));
        Assert.Contains(message, all, StringComparison.Ordinal);
        Assert.Empty(file.Stacks);
    }

    [Fact]
    public void Rules_come_before_what_is_bound_and_registered()
    {
        ConfigurationFile file = Parse($$"""
            "ipcps": [ { "name": "lo", "type": "local", "bootstrap": { "layer": "lo" } } ],
            "register": [ { "name": "n", "layer": ["lo"] } ],
            "names": [ { "name": "n", "rules": [ { "deny": "{{Node}}" }, { "allow": "members" } ], "reserve": { "users": ["daemon"] } } ]
            """);
        Assert.True(file.IsValid, string.Join("\n", file.Mistakes));
        Assert.Equal(["policy of name 'n'", "IPC process lo of layer lo", "registration of 'n' in layer lo"], file.Stacks[0].Steps.Select(step => step.Description));
        Assert.Equal(
            $$"""{"name":"n","rules":[{"verdict":"deny","peer":"{{Node}}"},{"verdict":"allow","peer":"members"}],"users":["daemon"],"groups":[]}""",
            file.Stacks[0].Steps[0].Text);
    }

    private static ConfigurationFile Parse(string members) =>
        ConfigurationFile.Parse("f", Encoding.UTF8.GetBytes($$"""{ "stacks": [ { "name": "default", {{members}} } ] }"""));
}
